import "server-only";
import { systemClock } from "@/lib/clock";
import { type Deadline, timeLeft } from "@/lib/deadline";
import type { ErrorCode } from "@/lib/errors";
import { log } from "@/lib/log";
import { commitSettlement } from "./commit";
import { mayStillSend, moveTransfer, noteTransaction, releaseTransfer } from "./ledger";
import { isUnavailable, type PaymentMethod, type Refusal, type Resource, type SettleOutcome, type Shop } from "./ports";
import type { OrderedTransfer } from "./rows";
import { settlementTimes } from "./settlement-times";

/** How long a node may lag behind the one that reports an authorization as used (ms). */
const USE_LAG = 3_000;

export type SettledOutcome =
  | { kind: "settled"; transfer: OrderedTransfer }
  | ({ kind: "rejected" } & Refusal)
  | { kind: "unavailable"; code: ErrorCode; retryAfter?: number }
  /** Given up before it was sent, because of what `beforeSending` found. */
  | { kind: "given-up" }
  | { kind: "unknown"; transaction: string | null };

type SettleJob = {
  row: OrderedTransfer;
  resource: Resource;
  /** When the request stops waiting for blocks; then the reconciler continues. */
  deadline: Deadline;
  /** Called once the transfer is verified, before anything can be charged. Returns a reason to give it up, or null. */
  beforeSending?(): Promise<string | null>;
  /** Called with the transaction, as soon as the facilitator has settled. */
  onSaid?(transaction: string): void;
};

/**
 * Completes a reserved transfer, sale or refund: verify, mark settling, settle, prove on chain (as deep as the price
 * requires), and commit.
 *
 * Up to `settling` every failure releases the authorization and nothing was charged. From `settling` on every failure,
 * our own included, leaves the transfer `unknown` until the chain shows what happened (rule 3), unless the facilitator
 * is certain that it signed and sent nothing.
 */
export async function settleReserved(shop: Shop, job: SettleJob): Promise<SettledOutcome> {
  const { row } = job;
  const method = shop.method(row.method);
  const work = { shop, method, ...job };
  try {
    const verified = await method.verify(row, job.resource);
    if (!verified.valid) return await releaseRefused(work, verified.reason);
    const reason = (await job.beforeSending?.()) ?? null;
    if (reason !== null) return (await releaseUnlessUsed(work, reason)) ? { kind: "given-up" } : unknown;
  } catch (error) {
    log.error({ err: error, transferId: row.id }, "a transfer could not be verified");
    const unavailable = whyUnavailable(error);
    return (await releaseUnlessUsed(work, unavailable.code)) ? unavailable : unknown;
  }
  if (!(await moveTransfer(row, ["reserved"], { to: "settling", now: systemClock.now() }))) return unknown;
  // A refund waits for its block to be final: counted with sales, it would look like trouble with them.
  const stop = row.direction === "sale" ? settlementTimes().startTimer({ network: row.network }) : null;
  const outcome = await settleMarked(work);
  stop?.({ outcome: outcome.kind });
  return outcome;
}

type Work = SettleJob & { shop: Shop; method: PaymentMethod };

const unknown = { kind: "unknown", transaction: null } as const;

/** From `settling` on. Never throws because of the facilitator or the chain. */
async function settleMarked(work: Work): Promise<SettledOutcome> {
  const { row, method, resource } = work;
  let settled: SettleOutcome;
  try {
    settled = await method.settle(row, resource, (tx) => mayStillSend(tx, row));
  } catch (error) {
    return afterFailure(work, error);
  }
  if (settled.kind === "payer-unsupported") {
    const { reason, detail } = settled;
    const released = await releaseUnlessUsed(work, reason, "settling");
    return released
      ? { kind: "rejected", code: "wallet_unsupported", detail: `${detail} Nothing was charged.` }
      : unknown;
  }
  const { transaction } = settled;
  const said = settled.kind === "settled" ? transaction : null;
  if (said) work.onSaid?.(said);
  const proven = said === null ? null : await proveAndCommit(work, said);
  if (proven) return { kind: "settled", transfer: proven };
  await markUnknown(row, settled.kind === "settled" ? "not_proven" : settled.reason, transaction);
  return { kind: "unknown", transaction: said };
}

async function afterFailure(work: Work, error: unknown): Promise<SettledOutcome> {
  const { row, method } = work;
  log.error({ err: error, transferId: row.id }, "a transfer could not be settled");
  if (!isUnavailable(error)) {
    await markUnknown(row, "settle_failed", null);
    return unknown;
  }
  // It is certain that it signed and sent nothing: the authorization is free again.
  if (!(await releaseUnlessUsed(work, error.code, "settling"))) return unknown;
  const short = await method.shortOf(row);
  return short ? { kind: "rejected", ...short } : whyUnavailable(error);
}

/** Never throws: the reconciler will prove it. */
async function proveAndCommit({ shop, method, row, deadline }: Work, transaction: string) {
  try {
    // A refund waits for its block to be final: a crash in the meantime must not lose the transaction.
    if (row.direction === "refund") await noteTransaction(row, transaction);
    const proof = await method.prove(row, transaction, timeLeft(deadline));
    return proof && (await commitSettlement(shop, row, proof, { opensBySecret: true, now: systemClock.now() }));
  } catch (error) {
    log.error({ err: error, transferId: row.id }, "a settlement could not be proven or written; the reconciler will");
    return null;
  }
}

function whyUnavailable(error: unknown): Extract<SettledOutcome, { kind: "unavailable" }> {
  if (!isUnavailable(error)) return { kind: "unavailable", code: "facilitator_unavailable" };
  return { kind: "unavailable", code: error.code, retryAfter: error.retryAfter };
}

/** Never throws: if even this cannot be written the row stays `settling`, which the reconciler handles as well. */
async function markUnknown(row: OrderedTransfer, reason: string, transaction: string | null): Promise<void> {
  try {
    await moveTransfer(row, ["settling"], { to: "unknown", reason, transaction, now: systemClock.now() });
  } catch (error) {
    log.error({ err: error, transferId: row.id }, "an unknown settlement could not be written");
  }
}

/**
 * Frees the authorization, unless the chain shows it used since it was reserved. Verifying reveals it to a node, and to
 * a remote facilitator: anyone who saw it may have used it before the answer came. Then money may have moved (rule 3).
 *
 * @returns false when the transfer is now unknown
 */
async function releaseUnlessUsed(
  { shop, method, row }: Work,
  reason: string,
  from: "reserved" | "settling" = "reserved",
): Promise<boolean> {
  const used = await method.isUsed(row, reason.includes("nonce") ? USE_LAG : 0);
  const now = systemClock.now();
  if (used) {
    await moveTransfer(row, [from], { to: "unknown", reason: "used_while_verifying", now });
    return false;
  }
  const released = await releaseTransfer(shop, row, reason.slice(0, 100), now, [from]);
  // If a sale was not released here, another process has released it. A refund may have to stay.
  return released || row.direction === "sale";
}

/** Verification failed: nothing was sent. Finds the cause that a person can act on. */
async function releaseRefused(work: Work, reason: string): Promise<SettledOutcome> {
  if (!(await releaseUnlessUsed(work, reason))) return unknown;
  const cause = await work.method.whyRefused(work.row, reason);
  if ("unavailable" in cause) return { kind: "unavailable", code: cause.unavailable, retryAfter: cause.retryAfter };
  return { kind: "rejected", ...cause };
}
