import "server-only";
import { knownTrouble } from "@/lib/chain/known-trouble";
import type { Network } from "@/lib/chain/networks";
import { systemClock } from "@/lib/clock";
import { formatUsd, microUsdToAtomic } from "@/lib/money";
import type { Shown } from "@/lib/previews/read-previews";
import { settings } from "@/lib/settings/settings";
import { fileState } from "./file-state";
import { fileUrl } from "./file-url";
import type { FileForSale } from "./find-file";
import type { FileInfo, Offer, RefundPolicy } from "./schema";
import { storedUntil } from "./stored-until";
import { refundTermsOf, type TermsRow } from "./terms";

/** Under this many bytes the SHA-256 would let anyone guess the content, such as a licence key, so it stays hidden. */
export const HASH_HIDDEN_BELOW = 1_024;

/**
 * The ways to pay these terms, in the operator's order of networks. Empty when the file is free. A network is left out
 * where the payout address cannot receive (a contract exists on some chains only), where the token is
 * coarser than the price, or where the price is below what settling there may cost.
 */
export function offersFor(terms: Omit<TermsRow, "id" | "fileId" | "downloadDays" | "from" | "until">): Offer[] {
  const open = openNetworksFor(terms);
  // Where nothing can be paid right now the page shows what it will cost; who wants to pay is told why not.
  return (open.length > 0 ? open : networksFor(terms)).map((network) => ({
    network: network.caip2,
    networkName: network.name,
    asset: network.token.address,
    symbol: network.token.symbol,
    decimals: network.token.decimals,
    amount: microUsdToAtomic(terms.priceMicroUsd, network.token.decimals).toString(),
    payTo: terms.payTo,
    fileVersion: terms.version.number,
    refundTerms: refundTermsOf(terms),
  }));
}

/** The networks on which these terms can be paid: what a page offers, a challenge asks and a payment must name. */
export function networksFor(terms: Pick<TermsRow, "priceMicroUsd" | "payToChains">): Network[] {
  if (terms.priceMicroUsd === 0n) return [];
  const { networks, lowestPrices } = settings();
  return networks.filter(
    (network) =>
      canReceive(terms, network) &&
      terms.priceMicroUsd >= (lowestPrices[network.chainId] ?? 0n) &&
      amountOn(network, terms.priceMicroUsd) !== null,
  );
}

/** Those of `networksFor` on which nothing was found that would turn every payment to this payee down. Asks nobody. */
export function openNetworksFor(terms: Pick<TermsRow, "priceMicroUsd" | "payToChains" | "payTo">): Network[] {
  const now = systemClock.now();
  return networksFor(terms).filter((network) => knownTrouble(network, terms.payTo, now) === null);
}

/**
 * The public facts of a file. Says nothing that helps to guess the bytes.
 *
 * @param lastDownloadUntil of the live grants that open the current version, see `readLastDownloadUntil`
 * @param shown see `readPreview`
 */
export function fileInfo(
  file: FileForSale,
  now: Date,
  lastDownloadUntil: Date | null,
  { preview, dimensions }: Pick<Shown, "preview" | "dimensions">,
): FileInfo {
  const { priceMicroUsd, downloadDays } = file.terms;
  const { version } = file;
  return {
    id: file.id,
    url: fileUrl(file.id),
    state: fileState(file, now),
    name: version.name,
    title: file.title,
    description: file.description,
    size: version.size,
    mediaType: version.mediaType,
    dimensions,
    preview,
    sha256: version.size < HASH_HIDDEN_BELOW ? null : version.sha256,
    version: version.number,
    versionCreatedAt: version.createdAt.toISOString(),
    price: formatUsd(priceMicroUsd),
    priceMicroUsd: priceMicroUsd.toString(),
    free: priceMicroUsd === 0n,
    offers: offersFor(file.terms),
    seller: sellerOf(file),
    onSaleUntil: file.onSaleUntil.toISOString(),
    downloadDays,
    storedUntil: storedUntil(file, lastDownloadUntil).toISOString(),
    bytesGoneAt: version.bytesGoneAt?.toISOString() ?? null,
    createdAt: file.createdAt.toISOString(),
  };
}

/** What is said of refunds is what a sale would be bound to. */
function sellerOf({ creator, terms }: FileForSale): FileInfo["seller"] {
  const { address, name, contact } = creator;
  const { refundPolicy, refundNote } = terms;
  return { address, name, contact, refundPolicy: refundPolicy as RefundPolicy | null, refundNote };
}

/** Whether the payout address of these terms exists on a network: a plain key does everywhere. */
export function canReceive({ payToChains }: Pick<TermsRow, "payToChains">, network: Network): boolean {
  return payToChains === "" || payToChains.split(",").includes(String(network.chainId));
}

function amountOn(network: Network, priceMicroUsd: bigint): bigint | null {
  try {
    return microUsdToAtomic(priceMicroUsd, network.token.decimals);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
