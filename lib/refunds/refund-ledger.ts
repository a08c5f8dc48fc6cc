import "server-only";
import { type Db, db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { countRefund } from "@/lib/earnings/earnings";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { atomicToMicroUsd } from "@/lib/money";
import type { SettlementProof } from "@/lib/payment-methods/evm/eip3009/prove-transfer";
import { appendEvent } from "@/lib/payments/ledger/ledger";
import { USED_AFTER_RELEASE } from "@/lib/payments/reasons";
import type { PaymentState } from "@/lib/payments/schema";
import type { Refundable } from "./find-refundable";
import type { RefundState, SignedRefund } from "./schema";

/**
 * The refunds table. Every change of state names the states it comes from, in one transaction with the row of the
 * payment's history.
 */

export type RefundRow = NonNullable<Awaited<ReturnType<Db["refund"]["findUnique"]>>>;

/** States in which money may still move. */
export const MOVING = ["open", "confirming"] as const satisfies RefundState[];

/** The current refund of a payment: open, confirming or done. */
export function findExisting(paymentId: string): Promise<RefundRow | null> {
  return db().refund.findUnique({ where: { holds: paymentId } });
}

/**
 * Records a refund before it is sent to anybody. One at a time, by a unique column: of two concurrent ones the second
 * gets an error.
 *
 * @throws AppError `refund_not_possible` when the payment is no longer settled
 */
export async function reserveRefund(
  { payment, network, from, to, amount, nonce }: Refundable,
  signed: SignedRefund,
  more: { facilitator: string; reservedAtBlock: bigint; now: Date },
): Promise<{ row: RefundRow; isNew: boolean }> {
  const { now } = more;
  try {
    const row = await db().$transaction(async (tx) => {
      const { count } = await tx.payment.updateMany({
        where: { id: payment.id, state: "settled" },
        data: { updatedAt: now },
      });
      if (count !== 1) throw new AppError("refund_not_possible");
      const made = await tx.refund.create({
        data: {
          id: newId(),
          paymentId: payment.id,
          holds: payment.id,
          chainId: network.chainId,
          token: network.token.address.toLowerCase(),
          payer: from,
          payTo: to,
          amount: amount.toString(),
          nonce,
          validAfter: signed.validAfter,
          validBefore: signed.validBefore,
          signature: signed.signature.toLowerCase(),
          facilitator: more.facilitator,
          reservedAtBlock: more.reservedAtBlock.toString(),
          endsAccess: signed.endsAccess,
          state: "open",
          createdAt: now,
          updatedAt: now,
        },
      });
      await appendEvent(tx, payment.id, { to: "settled", reason: "refund_open", detail: made.id, now });
      return made;
    });
    return { row, isNew: true };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const standing = await findExisting(payment.id);
    if (!standing) throw error;
    return { row: standing, isNew: false };
  }
}

/** @returns false when the reconciler, or a crash's successor, was faster */
export async function markConfirming(row: RefundRow, now: Date): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.refund.updateMany({
      where: { id: row.id, state: "open" },
      data: { state: "confirming", updatedAt: now },
    });
    if (count === 0) return false;
    await appendEvent(tx, row.paymentId, { to: "settled", reason: "refund_confirming", detail: row.id, now });
    return true;
  });
}

/**
 * Ends a refund that can no longer move money, so that the seller may try again.
 *
 * @param unlessSigned true keeps one whose transaction our own gas account has signed
 */
export async function failRefund(row: RefundRow, reason: string, now: Date, unlessSigned: boolean): Promise<boolean> {
  return db()
    .$transaction(async (tx) => {
      const { count } = await tx.refund.updateMany({
        where: { id: row.id, state: { in: [...MOVING] } },
        data: { state: "failed", reason, holds: null, updatedAt: now },
      });
      if (count === 0) return false;
      // After the write: a process that signs one now waits for this transaction, and then finds it failed.
      if (unlessSigned && (await isSigned(tx, row))) throw new Signed();
      const { state } = await tx.payment.findUniqueOrThrow({ where: { id: row.paymentId } });
      const to = state as PaymentState;
      await appendEvent(tx, row.paymentId, { to, reason: "refund_failed", detail: reason, now });
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof Signed) return false;
      throw error;
    });
}

class Signed extends Error {}

async function isSigned(tx: Tx, { paymentId, createdAt }: RefundRow): Promise<boolean> {
  const signed = { paymentId, kind: "refund", createdAt: { gte: createdAt } };
  return (await tx.gasTransaction.count({ where: signed })) > 0;
}

/** Resumes a failed refund whose authorization the chain shows used anyway. */
export async function reviveRefund(row: RefundRow, now: Date): Promise<void> {
  try {
    await db().refund.updateMany({
      where: { id: row.id, state: "failed" },
      data: { state: "confirming", reason: USED_AFTER_RELEASE, holds: row.paymentId, updatedAt: now },
    });
  } catch (error) {
    // There is another one: the chain will show the outcome of that one too.
    if (!isUniqueViolation(error)) throw error;
  }
}

/** Records a proven refund: its block, the payment's state and history, the earnings, and the buyer's access. */
export async function commitRefund(
  row: RefundRow,
  { transaction, logIndex, blockNumber, blockHash, blockTime }: SettlementProof,
  decimals: number,
  now: Date,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const place = { transaction, logIndex, blockNumber: blockNumber.toString(), blockHash, blockTime };
    const { count } = await tx.refund.updateMany({
      where: { id: row.id, state: { in: [...MOVING] } },
      data: { state: "refunded", reason: null, ...place, updatedAt: now },
    });
    if (count === 0) return;
    const payment = await tx.payment.findUniqueOrThrow({ where: { id: row.paymentId } });
    await tx.payment.update({ where: { id: payment.id }, data: { state: "refunded", updatedAt: now } });
    const step = {
      to: "refunded",
      reason: row.endsAccess ? "access_ended" : "access_kept",
      detail: transaction,
    } as const;
    await appendEvent(tx, payment.id, { ...step, now });
    // A payment that the chain reversed in the meantime was already subtracted from the earnings.
    if (payment.state === "settled") {
      const all = row.amount === payment.amount;
      await countRefund(tx, payment, {
        microUsd: atomicToMicroUsd(BigInt(row.amount), decimals),
        sales: all ? 1 : 0,
      });
    }
    if (row.endsAccess) {
      await tx.grant.updateMany({ where: { paymentId: payment.id, revokedAt: null }, data: { revokedAt: now } });
    }
  });
}
