import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";
import { type Db, db, type Tx } from "@/lib/db/client";
import { countSale } from "@/lib/earnings/earnings";
import { createPaidGrant, type GrantRow } from "@/lib/entitlements/grant";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { SettlementProof } from "@/lib/payment-methods/evm/eip3009/prove-transfer";
import { SETTLED_BY_ANOTHER, USED_AFTER_RELEASE } from "@/lib/payments/reasons";
import type { PaymentState } from "@/lib/payments/schema";
import { isUnresolved, ONCE_SETTLED, UNRESOLVED } from "@/lib/payments/states";

/**
 * The payments table and its append-only history. Every change of state is one transaction that also writes the event,
 * and names the states it may come from: if nothing matched, somebody else was faster.
 */

export type PaymentRow = NonNullable<Awaited<ReturnType<Db["payment"]["findUnique"]>>>;

/** The name of this server's own facilitator in the ledger: its authorizations never went to anybody else. */
export const EMBEDDED = "embedded";

/** Replaces the signature of a payment that failed for good: it can be thousands of bytes long. */
export const NO_SIGNATURE = "";

/**
 * The payer's payment in progress for a file.
 *
 * @param payer.chainId undefined for a plain key, which is the same person on every chain
 */
export async function findUnresolvedOfPayer(
  client: Db | Tx,
  payer: { fileId: string; payer: string; chainId: number | undefined },
): Promise<PaymentRow | null> {
  return client.payment.findFirst({ where: { ...payer, state: { in: [...UNRESOLVED] } } });
}

/**
 * A claim token opens one grant; a client that chose an old one again would lose access to one of the two. The token of
 * a payment that somebody else's transaction settled is disabled (rule 3d): the payer who signs again may send it
 * again, and then it works.
 */
export async function refuseUsedToken(tx: Db | Tx, tokenHash: string) {
  const opensSomething = { OR: [{ reason: null }, { reason: { not: SETTLED_BY_ANOTHER } }] };
  const used =
    (await tx.grant.findUnique({ where: { tokenHash } })) ??
    (await tx.payment.findFirst({ where: { claimTokenHash: tokenHash, state: { not: "failed" }, ...opensSomething } }));
  if (used) {
    throw new AppError("malformed_request", {
      detail: "This Claim-Token was used for another purchase. Choose a new one. Nothing was charged.",
    });
  }
}

/**
 * Resumes a released payment whose authorization the chain shows used: it becomes `unknown` and holds the authorization
 * as before.
 *
 * @returns false when it is no longer watched, or another presentation of the same authorization holds it
 */
export async function reviveReleased(row: PaymentRow, now: Date): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { id, chainId, token, payer, nonce, fileId } = row;
    const where = { chainId_token_payer_nonce: { chainId, token, payer, nonce } };
    const held = await tx.hold.findUnique({ where, include: { payment: true } });
    if (held?.payment) {
      const open = isUnresolved(held.payment.state);
      if (!open) await tx.payment.updateMany({ where: { id }, data: { watched: false } });
      return false;
    }
    const { count } = await tx.payment.updateMany({
      where: { id, state: "failed", watched: true },
      data: { state: "unknown", reason: USED_AFTER_RELEASE, watched: false, updatedAt: now },
    });
    if (count === 0) return false;
    // One without a payment only served as a proof for an existing grant.
    if (held) await tx.hold.update({ where, data: { paymentId: id } });
    else
      await tx.hold.create({
        data: { id: newId(), chainId, token, payer, nonce, fileId, paymentId: id, createdAt: now },
      });
    await appendEvent(tx, id, { to: "unknown", reason: USED_AFTER_RELEASE, now });
    return true;
  });
}

type Step = { to: PaymentState; reason?: string; detail?: string; now: Date };

/** Writes one row of a payment's history. */
export async function appendEvent(tx: Tx, paymentId: string, { to, reason, detail, now }: Step) {
  await tx.paymentEvent.create({
    data: { id: newId(), paymentId, state: to, reason: reason ?? null, detail: detail ?? null, at: now },
  });
}

/**
 * Moves a payment to another state and records the reason.
 *
 * @param from the states it may come from
 * @returns false when it was in none of them: another request, or the reconciler, was faster
 */
export async function movePayment(
  paymentId: string,
  from: readonly PaymentState[],
  step: Step & { transaction?: string | null },
): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.payment.updateMany({
      where: { id: paymentId, state: { in: [...from] } },
      data: {
        state: step.to,
        reason: step.reason ?? null,
        updatedAt: step.now,
        ...(step.to === "failed" ? { signature: NO_SIGNATURE } : {}),
        ...(step.transaction ? { transaction: step.transaction } : {}),
      },
    });
    if (count === 0) return false;
    await appendEvent(tx, paymentId, step);
    return true;
  });
}

/**
 * Releases a payment before anything was sent to be settled: it fails, and the authorization is free again, so that it
 * can be presented again once the cause is fixed (such as an empty wallet). One whose settlement we have signed stays
 * as it is. One that a remote facilitator has seen is watched until it has expired: whatever the facilitator answered,
 * it may use the authorization.
 *
 * @param from `settling` only when the facilitator is certain that it signed and sent nothing
 */
export async function releasePayment(
  paymentId: string,
  reason: string,
  now: Date,
  from: "reserved" | "settling" = "reserved",
): Promise<void> {
  await db().$transaction(async (tx) => {
    const signed = await tx.gasTransaction.count({ where: { paymentId, kind: "settlement" } });
    if (signed > 0) return;
    const { facilitator } = await tx.payment.findUniqueOrThrow({ where: { id: paymentId } });
    const watched = facilitator !== EMBEDDED;
    const { count } = await tx.payment.updateMany({
      where: { id: paymentId, state: from },
      data: { state: "failed", reason, watched, updatedAt: now, ...(watched ? {} : { signature: NO_SIGNATURE }) },
    });
    if (count === 0) return;
    await tx.hold.deleteMany({ where: { paymentId } });
    await appendEvent(tx, paymentId, { to: "failed", reason, now });
  });
}

/**
 * Writes a proven settlement and the buyer's grant in one transaction. Safe to repeat: the second time it returns the
 * existing ones.
 *
 * @param opensByToken false when somebody other than our facilitator sent the transaction: the person who presented the
 *   authorization here need not be the payer, so the claim token of the reservation is disabled (rule 3d)
 */
export async function commitSettlement(
  payment: PaymentRow,
  proof: SettlementProof,
  options: { opensByToken: boolean; downloadDays: number; now: Date },
): Promise<{ grant: GrantRow; payment: PaymentRow }> {
  return db().$transaction(async (tx) => {
    const [settled] = await tx.payment.updateManyAndReturn({
      where: { id: payment.id, state: { in: [...UNRESOLVED] } },
      data: {
        state: "settled",
        reason: options.opensByToken ? null : SETTLED_BY_ANOTHER,
        ...placeOf(proof),
        settledAt: options.now,
        updatedAt: options.now,
      },
    });
    if (!settled) {
      const standing = await tx.grant.findFirst({ where: { paymentId: payment.id }, orderBy: { createdAt: "asc" } });
      if (!standing) throw new Error(`Payment ${payment.id} is neither open nor granted.`);
      return { grant: standing, payment: await tx.payment.findUniqueOrThrow({ where: { id: payment.id } }) };
    }
    await appendEvent(tx, payment.id, { to: "settled", detail: proof.transaction, now: options.now });
    await countSale(tx, payment, 1);
    return { grant: await createPaidGrant(tx, payment, options), payment: settled };
  });
}

function placeOf({ transaction, logIndex, blockNumber, blockHash, blockTime }: SettlementProof) {
  return { transaction, logIndex, blockNumber: blockNumber.toString(), blockHash, blockTime };
}

/**
 * Records that a settlement is in another block than before: a reorganisation moved it there, or had reversed it. The
 * grant stays as it is.
 */
export async function moveSettlement(payment: PaymentRow, proof: SettlementProof, now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    const from = await leaveOnceSettled(tx, payment.id, { state: "settled", ...placeOf(proof), updatedAt: now });
    if (from === null) return;
    await appendEvent(tx, payment.id, { to: "settled", reason: "reorganised", detail: proof.transaction, now });
    if (from === "reverted") await countSale(tx, payment, 1);
  });
}

/**
 * Records that the chain no longer has a settlement. The column `reason` still describes the grant; the reason of the
 * reversal is in the history. A file that was sent cannot be recalled, so the grant stays.
 *
 * @param final that the authorization can never move money again; null while it may
 */
export async function revertSettlement(payment: PaymentRow, final: string | null, now: Date): Promise<void> {
  if (payment.state === "reverted" && final === null) return;
  await db().$transaction(async (tx) => {
    const finalAt = final === null ? null : now;
    const from = await leaveOnceSettled(tx, payment.id, { state: "reverted", finalAt, updatedAt: now });
    if (from === null) return;
    const step = { to: "reverted", reason: final ?? "reorganised", now } as const;
    await appendEvent(tx, payment.id, { ...step, detail: payment.transaction ?? undefined });
    if (from === "settled") await countSale(tx, payment, -1);
  });
}

/**
 * Changes a payment that was settled and may still be reversed; returns its previous state, or null if it was in none of these.
 */
async function leaveOnceSettled(tx: Tx, id: string, data: Prisma.PaymentUpdateManyMutationInput) {
  for (const state of ONCE_SETTLED) {
    const { count } = await tx.payment.updateMany({ where: { id, state, finalAt: null }, data });
    if (count > 0) return state;
  }
  return null;
}
