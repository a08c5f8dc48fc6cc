import "server-only";
import type { Network } from "../chain/networks";
import { settings } from "../env";
import { formatUsd, microUsdToAtomic } from "../money";
import { fileState } from "./file-state";
import { fileUrl } from "./file-url";
import type { FileForSale } from "./find-file";
import type { FileInfo, Offer } from "./schema";
import { storedUntil } from "./stored-until";
import type { TermsRow } from "./terms";

/** Under this many bytes the SHA-256 would let anyone guess the content, such as a licence key, so it stays hidden. */
export const HASH_HIDDEN_BELOW = 1_024;

/**
 * The ways to pay these terms, in the operator's order of networks. Empty when the file is free. A network is left out
 * where the seller cannot receive (an account that is a contract exists on its own chain only), where the token is
 * coarser than the price, or where the price is below what settling there may cost.
 */
export function offersFor(
  file: Pick<FileForSale, "creator">,
  terms: Pick<TermsRow, "priceMicroUsd" | "payTo" | "version">,
): Offer[] {
  return networksFor(file, terms).map((network) => ({
    network: network.caip2,
    networkName: network.name,
    asset: network.token.address,
    symbol: network.token.symbol,
    decimals: network.token.decimals,
    amount: microUsdToAtomic(terms.priceMicroUsd, network.token.decimals).toString(),
    payTo: terms.payTo,
    fileVersion: terms.version.number,
  }));
}

/** The networks on which these terms can be paid: what a page offers, a challenge asks and a payment must name. */
export function networksFor(file: Pick<FileForSale, "creator">, terms: Pick<TermsRow, "priceMicroUsd">): Network[] {
  if (terms.priceMicroUsd === 0n) return [];
  const { networks, lowestPrices } = settings();
  return networks.filter(
    (network) =>
      canReceive(file.creator, network) &&
      terms.priceMicroUsd >= (lowestPrices[network.chainId] ?? 0n) &&
      amountOn(network, terms.priceMicroUsd) !== null,
  );
}

/**
 * The public facts of a file. Says nothing that helps to guess the bytes.
 *
 * @param lastDownloadUntil of the live grants that open the current version, see `readLastDownloadUntil`
 */
export function fileInfo(file: FileForSale, now: Date, lastDownloadUntil: Date | null): FileInfo {
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
    sha256: version.size < HASH_HIDDEN_BELOW ? null : version.sha256,
    version: version.number,
    versionCreatedAt: version.createdAt.toISOString(),
    price: formatUsd(priceMicroUsd),
    priceMicroUsd: priceMicroUsd.toString(),
    free: priceMicroUsd === 0n,
    offers: offersFor(file, file.terms),
    seller: { address: file.creator.address, name: file.creator.name },
    onSaleUntil: file.onSaleUntil.toISOString(),
    downloadDays,
    storedUntil: storedUntil(file, lastDownloadUntil).toISOString(),
    bytesGoneAt: version.bytesGoneAt?.toISOString() ?? null,
    createdAt: file.createdAt.toISOString(),
  };
}

function canReceive(creator: FileForSale["creator"], network: Network): boolean {
  return creator.chainId === 0 || creator.chainId === network.chainId;
}

function amountOn(network: Network, priceMicroUsd: bigint): bigint | null {
  try {
    return microUsdToAtomic(priceMicroUsd, network.token.decimals);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
