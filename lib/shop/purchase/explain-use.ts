import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { type Deadline, inTime, orLate } from "@/lib/deadline";
import { log } from "@/lib/log";
import { formatAtomic } from "@/lib/money";
import { networksFor } from "@/lib/offers/offered-networks";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { confirmationsFor } from "@/lib/payment-methods/evm/chain/confirmations";
import type { Use } from "@/lib/payment-methods/evm/chain/find-use";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { readAuthorizationState } from "@/lib/payment-methods/evm/chain/token";
import { payerOf, toAuthorization } from "@/lib/payment-methods/evm/eip3009/authorization";
import { checkLocally, checkSigner, MIN_SECONDS_LEFT } from "@/lib/payment-methods/evm/eip3009/check-locally";
import { eip3009 } from "@/lib/payment-methods/evm/eip3009/method";
import { proveTransfer } from "@/lib/payment-methods/evm/eip3009/prove-transfer";
import { configuredFacilitator } from "@/lib/payment-methods/evm/facilitator/configured";
import { isExplained, noteFound } from "@/lib/payments/found-transfers";
import type { Proof } from "@/lib/payments/ports";
import { offerOf } from "@/lib/products/files/file-ref";
import { fileUrl } from "@/lib/products/files/file-url";
import type { FileForSale } from "@/lib/products/files/find-file";
import { CLOSED_TERMS_PAYABLE, type TermsRow } from "@/lib/products/files/payable-terms";
import { toVersion } from "@/lib/products/files/version";
import { signInExtension } from "@/lib/protocols/x402/challenge";
import type { PresentedPayment } from "@/lib/protocols/x402/decode-payment";
import { requirementsFor } from "@/lib/protocols/x402/requirements";
import { settings } from "@/lib/settings/settings";
import { forgetUse, lookBack } from "./look-back";
import type { Outcome } from "./outcome";
import { rejectWithChallenge } from "./reject-with-challenge";

/** A block's time is from another clock than ours (ms). */
const CLOCK_SKEW = MINUTE;
/** Seconds after which a lookup has made progress. */
const GOES_ON_IN = 5;

/**
 * Explains an authorization that has no hold here and that the chain shows as used: after an older copy of the database
 * was restored, or when it was used elsewhere. "Nothing was charged" is reported only if the chain shows it.
 *
 * A transfer that our gas account sent, with exactly this payer, payee, token and amount, while terms of this file
 * asked for it, is recorded for this file: its payer opens it by a fresh signature, once (`bindFound`). A transfer sent
 * by another account may have paid for something else at another shop: the seller decides.
 *
 * @property isUsed whether the chain has just shown that its payer signed it and that it is used or cancelled
 * @returns null for one that is unused, or that its payer never signed
 * @throws when the chain cannot be read, and it is not known whether it is used
 */
export async function explainUse(file: FileForSale, presented: PresentedPayment, when: When): Promise<Outcome | null> {
  const network = settings().networks.find(({ caip2 }) => caip2 === presented.accepted.network);
  if (!network || presented.accepted.asset.toLowerCase() !== network.token.address.toLowerCase()) return null;
  if (presented.resourceUrl !== undefined && presented.resourceUrl !== fileUrl(file.id)) return null;
  if (!when.isUsed && !(await inTime(isSignedAndUsed(presented, network), when.deadline))) return null;
  // From here on money has moved, or may have: no error may claim anything about charges.
  const explained = orLate(explainUsed(file, presented, { ...when, network }), when.deadline);
  return (
    (await explained.catch((error: unknown) => {
      log.error({ err: error, fileId: file.id }, "what used an authorization up could not be read");
      return null;
    })) ?? notSeenYet
  );
}

type When = { isUsed: boolean; deadline: Deadline; now: Date };
type Used = { network: Network; deadline: Deadline; now: Date };

async function explainUsed(file: FileForSale, presented: PresentedPayment, used: Used): Promise<Outcome> {
  const fitting = await findFitting(file, presented, used.network);
  const use = await lookBack({ ...used, presented, fits: fitting.length > 0 });
  if (use === null) return notSeenYet;
  if (use.kind === "cancelled") {
    return rejectWithChallenge(
      file,
      "nonce_already_used",
      "This authorization was cancelled by its wallet. Nothing was charged.",
    );
  }
  return explainTransfer(file, presented, { ...used, use, fitting });
}

/** For an authorization that the chain shows used, while the transaction is unknown. */
export const notSeenYet = {
  kind: "unavailable",
  code: "settlement_unknown",
  detail:
    "This authorization was used or cancelled before, and this server is finding out what happened. Present it again; do not sign another.",
  retryAfter: GOES_ON_IN,
} as const;

type Found = { network: Network; use: Use; fitting: TermsRow[]; now: Date };

async function explainTransfer(file: FileForSale, presented: PresentedPayment, found: Found): Promise<Outcome> {
  const { network, use, fitting, now } = found;
  const authorization = toAuthorization(network, presented);
  const { asset: token, payer, payee: payTo, amount } = authorization;
  const signed = { token, payer, payTo, amount: amount.toString(), nonce: presented.nonce };
  const proof = await proveTransfer(publicClient(network.chainId), signed, use.transaction);
  if (proof === "not-found") {
    forgetUse(network, presented);
    return notSeenYet;
  }
  if (!proof) {
    const detail = `This authorization was used before, for a transfer other than the one it names (transaction ${use.transaction}).`;
    return rejectWithChallenge(file, "nonce_already_used", detail);
  }
  if (await isExplained(db(), authorization, proof))
    return { ...known, detail: `${paid(presented, found)} ${elsewhere}` };
  const terms = findTermsThen(fitting, presented, proof.blockTime);
  const ours = await isSentByUs(network, proof);
  if (!terms || !ours) return { ...unrecorded, detail: `${paid(presented, found)} ${askTheSeller}` };
  if (!(await isDeep(network, presented, proof))) return notSeenYet;
  const offer = offerOf(terms, file.sellerId);
  await noteFound(authorization, { offer, payer: payerOf(network, payer, "key"), proof, now });
  return { ...known, detail: `${paid(presented, found)} ${signAnew}`, extensions: signInExtension(file) };
}

const known = { kind: "payment-known", code: "payment_known", paymentId: null } as const;
const unrecorded = { kind: "payment-known", code: "payment_unrecorded", paymentId: null } as const;
const elsewhere = "It belongs to another purchase or refund here and gives no access.";
const askTheSeller =
  "This server has no record of what it bought. Write to the seller and name the transaction; do not pay again.";
const signAnew =
  "This server has no record of it. The wallet that paid opens the file by a signature of its own (sign-in-with-x); do not pay again.";

function paid({ value }: PresentedPayment, { network, use }: Found): string {
  const amount = `${formatAtomic(value, network.token.decimals)} ${network.token.symbol}`;
  return `The network shows that this authorization moved ${amount} to the payee that it names (transaction ${use.transaction}).`;
}

/** Whether the payer signed it, as of a moment at which it could be used, and it was used. An unused one costs one request. */
async function isSignedAndUsed(presented: PresentedPayment, network: Network): Promise<boolean> {
  const then = new Date(Number(presented.validBefore - MIN_SECONDS_LEFT) * SECOND);
  if (Number.isNaN(then.getTime())) return false;
  const locally = await checkLocally(presented, network, then);
  if (locally.kind === "refused") return false;
  if (!(await readAuthorizationState(network, presented.from, presented.nonce))) return false;
  const { byKey } = locally;
  return (await checkSigner(presented, network, { byKey, deploysFrom: () => 0n })).kind === "good";
}

/** Terms of this file that ever asked for exactly this payment, newest first. */
async function findFitting(file: FileForSale, presented: PresentedPayment, network: Network): Promise<TermsRow[]> {
  const rows = await db().terms.findMany({
    where: { fileId: file.id, payTo: presented.to, priceMicroUsd: { gt: 0n } },
    orderBy: { from: "desc" },
    include: { version: true },
  });
  return rows
    .map((row) => ({ ...row, version: toVersion(row.version) }))
    .filter((terms) => networksFor(terms).some(({ chainId }) => chainId === network.chainId))
    .filter((terms) => requirementsFor(terms, network).amount === presented.value.toString());
}

/** Those of them that could be paid for when the transfer was made. */
function findTermsThen(fitting: TermsRow[], { offerId, fileVersion }: PresentedPayment, at: Date): TermsRow | null {
  const then = fitting.filter(
    ({ from, until }) =>
      from.getTime() <= at.getTime() + CLOCK_SKEW &&
      (until === null || until.getTime() >= at.getTime() - CLOSED_TERMS_PAYABLE),
  );
  const named = then.find(({ id }) => id === offerId) ?? then.find(({ version }) => version.number === fileVersion);
  return named ?? then[0] ?? null;
}

/** Only our own gas account settles for this shop and no other. */
async function isSentByUs({ chainId }: Network, { sender }: Proof): Promise<boolean> {
  const facilitator = configuredFacilitator(chainId);
  return facilitator.name === eip3009.ownFacilitator && (await facilitator.signers(chainId)).includes(sender);
}

async function isDeep(network: Network, { value }: PresentedPayment, { height }: Proof): Promise<boolean> {
  const newest = await publicClient(network.chainId).getBlockNumber({ cacheTime: 0 });
  return newest >= BigInt(height) + BigInt(confirmationsFor(network, value));
}
