import "server-only";
import { blockAt } from "@/lib/chain/block-at";
import { publicClient } from "@/lib/chain/clients";
import { findUse, type Use } from "@/lib/chain/find-use";
import { confirmationsFor, type Network } from "@/lib/chain/networks";
import { readAuthorizationState } from "@/lib/chain/token";
import { MINUTE, SECOND, toUnixSeconds } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { configuredFacilitator } from "@/lib/facilitator/configured";
import { networksFor } from "@/lib/files/file-info";
import { fileUrl } from "@/lib/files/file-url";
import type { FileForSale } from "@/lib/files/find-file";
import { CLOSED_TERMS_PAYABLE, type TermsRow } from "@/lib/files/terms";
import { toVersion } from "@/lib/files/version";
import { formatAtomic } from "@/lib/money";
import { comeBack } from "./challenge";
import { checkAuthorization, MAX_SECONDS_AHEAD, MIN_SECONDS_LEFT } from "./check-authorization";
import type { PresentedPayment } from "./decode-payment";
import { keyOf } from "./find-claim";
import { isExplained, noteFound } from "./found-transfers";
import { EMBEDDED } from "./ledger";
import type { Outcome } from "./outcome";
import { readTransfer, type SettlementProof } from "./read-transfer";
import { rejected } from "./refuse";
import { requirementsFor } from "./requirements";

/** Most authorizations are used within this time before they end (s); a longer look back comes second. */
const MOST_USED_WITHIN = 1_200n;
/** A block's time is by another clock than ours (ms). */
const CLOCK_SKEW = MINUTE;
/** Seconds after which a look back has gone further. */
const GOES_ON_IN = 5;

/**
 * What to say of an authorization that no row of ours holds and that the chain shows used: after an older copy of the
 * database was put back, or when it was used elsewhere. That nothing was charged is said where the chain shows it, and
 * nowhere else.
 *
 * A transfer that our gas account sent, of exactly this payer, payee, token and amount, while terms of this file asked for
 * it, is noted for this file: its payer opens it by a fresh signature, once (`bindFound`). One that another has sent may
 * have paid for something else at another shop: its seller decides.
 *
 * @returns null for one that is unused, or that its payer never signed
 * @throws when the chain cannot be read
 */
export async function explainUse(file: FileForSale, presented: PresentedPayment, now: Date): Promise<Outcome | null> {
  const network = settings().networks.find(({ caip2 }) => caip2 === presented.accepted.network);
  if (!network || presented.accepted.asset.toLowerCase() !== network.token.address.toLowerCase()) return null;
  if (presented.resourceUrl !== undefined && presented.resourceUrl !== fileUrl(file.id)) return null;
  if (!(await isSigned(presented, network))) return null;
  if (!(await readAuthorizationState(network, presented.from, presented.nonce))) return null;
  const use = await findItsUse(network, presented, now);
  if (use === null)
    return { kind: "unavailable", code: "settlement_unknown", detail: notSeenYet, retryAfter: GOES_ON_IN };
  if (use.kind === "cancelled") {
    return rejected(file, "nonce_already_used", "This authorization was cancelled by its wallet. Nothing was charged.");
  }
  return explainTransfer(file, presented, { network, use, now });
}

const notSeenYet =
  "This authorization was used or cancelled before, and this server is looking for what became of it. Present it again; do not sign another.";

type Found = { network: Network; use: Use; now: Date };

async function explainTransfer(file: FileForSale, presented: PresentedPayment, found: Found): Promise<Outcome> {
  const { network, use, now } = found;
  const key = keyOf({ network, payment: presented });
  const signed = { ...key, payTo: presented.to, amount: presented.value.toString() };
  const proof = await readTransfer(publicClient(network.chainId), signed, use.transaction);
  if (proof === "not-found") {
    return { kind: "unavailable", code: "settlement_unknown", detail: notSeenYet, retryAfter: GOES_ON_IN };
  }
  if (!proof) {
    const detail = `This authorization was used before, for another transfer than it says (transaction ${use.transaction}).`;
    return rejected(file, "nonce_already_used", detail);
  }
  if (await isExplained(db(), key, proof)) return { ...known, detail: `${paid(presented, found)} ${elsewhere}` };
  const terms = await findTermsThen(file, presented, network, proof.blockTime);
  const ours = await isSentByUs(network, proof);
  if (!terms || !ours) return { ...unrecorded, detail: `${paid(presented, found)} ${askTheSeller}` };
  if (!(await isDeep(network, presented, proof))) {
    return { kind: "unavailable", code: "settlement_unknown", detail: notSeenYet, retryAfter: GOES_ON_IN };
  }
  await noteFound(presented, { network, terms, proof, now });
  return { ...known, detail: `${paid(presented, found)} ${signAnew}`, extensions: comeBack(file) };
}

const known = { kind: "payment-known", code: "payment_known", paymentId: null } as const;
const unrecorded = { kind: "payment-known", code: "payment_unrecorded", paymentId: null } as const;
const elsewhere = "It belongs to another purchase or refund here and opens nothing.";
const askTheSeller =
  "This server has no record of what it bought. Write to the seller and name the transaction; do not pay again.";
const signAnew =
  "This server has no record of it. The wallet that paid opens the file by a signature of its own (sign-in-with-x); do not pay again.";

function paid({ value }: PresentedPayment, { network, use }: Found): string {
  const amount = `${formatAtomic(value, network.token.decimals)} ${network.token.symbol}`;
  return `The network shows that this authorization moved ${amount} to the payee that it names (transaction ${use.transaction}).`;
}

/** Whether the payer signed it, as of a moment at which it could be used. */
async function isSigned(presented: PresentedPayment, network: Network): Promise<boolean> {
  const then = new Date(Number(presented.validBefore - MIN_SECONDS_LEFT) * SECOND);
  if (Number.isNaN(then.getTime())) return false;
  const checked = await checkAuthorization(presented, network, { now: then, deploysFrom: () => 0n });
  return checked.kind === "good";
}

/** Null when it is not seen yet: a look back is long, and goes on with the next presentation. */
async function findItsUse(network: Network, presented: PresentedPayment, now: Date): Promise<Use | null> {
  const { chainId } = network;
  const key = keyOf({ network, payment: presented });
  const end = min(presented.validBefore, toUnixSeconds(now) + MAX_SECONDS_AHEAD);
  const begin = max(presented.validAfter, end - MAX_SECONDS_AHEAD);
  const recent = max(begin, end - MOST_USED_WITHIN);
  const [toBlock, middle] = [await blockAt(chainId, end), await blockAt(chainId, recent)];
  const late = await findUse(chainId, key, { fromBlock: middle, toBlock });
  if (late.kind !== "nothing") return late.kind === "found" ? late.found : null;
  const early = await findUse(chainId, key, { fromBlock: await blockAt(chainId, begin), toBlock: middle });
  return early.kind === "found" ? early.found : null;
}

/** Terms of this file that asked for exactly this when the transfer was made. */
async function findTermsThen(
  file: FileForSale,
  presented: PresentedPayment,
  network: Network,
  at: Date,
): Promise<TermsRow | null> {
  const rows = await db().terms.findMany({
    where: {
      fileId: file.id,
      payTo: presented.to,
      priceMicroUsd: { gt: 0n },
      from: { lte: new Date(at.getTime() + CLOCK_SKEW) },
      OR: [{ until: null }, { until: { gte: new Date(at.getTime() - CLOSED_TERMS_PAYABLE) } }],
    },
    orderBy: { from: "desc" },
    include: { version: true },
  });
  const fitting = rows
    .map((row) => ({ ...row, version: toVersion(row.version) }))
    .filter((terms) => networksFor(terms).some(({ chainId }) => chainId === network.chainId))
    .filter((terms) => requirementsFor(terms, network).amount === presented.value.toString());
  return fitting.find(({ version }) => version.number === presented.fileVersion) ?? fitting[0] ?? null;
}

/** Only our own gas account settles for this shop and no other. */
async function isSentByUs({ chainId }: Network, { sender }: SettlementProof): Promise<boolean> {
  const facilitator = configuredFacilitator(chainId);
  return facilitator.name === EMBEDDED && (await facilitator.settlers(chainId)).includes(sender);
}

async function isDeep(
  network: Network,
  { value }: PresentedPayment,
  { blockNumber }: SettlementProof,
): Promise<boolean> {
  const newest = await publicClient(network.chainId).getBlockNumber({ cacheTime: 0 });
  return newest >= blockNumber + BigInt(confirmationsFor(network, value));
}

function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
