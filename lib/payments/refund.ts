import "server-only";
import { db, isUniqueViolation } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { processName } from "@/lib/process";
import { recordHeartbeat } from "./heartbeats";
import { holdForRefund } from "./hold";
import { appendEvent } from "./ledger";
import type { Authorization } from "./ports";
import { NONCE_SPENT, USED_AFTER_RELEASE } from "./reasons";
import { type OrderedTransfer, type TransferRow, withOrder } from "./rows";

/** Refunds: transfers of an order back to its payer, signed by its seller. One at a time, and only one can succeed. */

export type NewRefund = {
  orderId: string;
  authorization: Authorization;
  facilitator: string;
  anchor: string;
  /** True when the refund ends what was bought. */
  endsEntitlement: boolean;
  now: Date;
};

/** The current refund of an order: under way or done. */
export function findRefund(orderId: string): Promise<TransferRow | null> {
  return db().transfer.findUnique({ where: { standingFor: orderId } });
}

/**
 * Records a refund before it is sent to anybody. One at a time, by a unique column: of two concurrent ones the second
 * gets the first.
 *
 * @throws AppError `refund_not_possible` when the sale is no longer settled, or the authorization was presented for a
 *   purchase
 */
export async function reserveRefund(refund: NewRefund): Promise<{ row: OrderedTransfer; isNew: boolean }> {
  try {
    return { row: await insertRefund(refund), isNew: true };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const row = await db().transfer.findUnique({ where: { standingFor: refund.orderId }, include: withOrder });
    if (!row) throw error;
    return { row, isNew: false };
  }
}

async function insertRefund(refund: NewRefund): Promise<OrderedTransfer> {
  const { orderId, authorization, facilitator, anchor, endsEntitlement, now } = refund;
  return db().$transaction(async (tx) => {
    const { count } = await tx.order.updateMany({ where: { id: orderId, state: "paid" }, data: { updatedAt: now } });
    if (count !== 1) throw new AppError("refund_not_possible");
    await recordHeartbeat(tx, now);
    const row = await tx.transfer.create({
      data: {
        id: newId(),
        orderId,
        direction: "refund",
        standingFor: orderId,
        ...authorization,
        amount: authorization.amount.toString(),
        anchor,
        facilitator,
        endsEntitlement,
        state: "reserved",
        processName: processName(),
        createdAt: now,
        updatedAt: now,
      },
      include: withOrder,
    });
    await holdForRefund(tx, row, now);
    await appendEvent(tx, orderId, { to: "settled", reason: "refund_open", detail: row.id, now });
    return row;
  });
}

/** The failed refunds of an order by this very authorization. */
export function findFailedRefunds(orderId: string, replayKey: string): Promise<TransferRow[]> {
  return db().transfer.findMany({ where: { orderId, replayKey, direction: "refund", state: "failed" } });
}

/** Refunds of an order by one payer that failed because their authorization was used up without moving this money. */
export function countSpent(orderId: string, payer: string): Promise<number> {
  const where = { orderId, payer, direction: "refund", state: "failed", reason: { in: [...NONCE_SPENT] } };
  return db().transfer.count({ where });
}

/**
 * Resumes a failed refund whose authorization the chain shows used anyway.
 *
 * @throws AppError `refund_not_possible` when the authorization has been presented for a purchase since
 */
export async function reviveRefund({ id, orderId }: TransferRow, now: Date): Promise<void> {
  try {
    await db().$transaction(async (tx) => {
      const { count } = await tx.transfer.updateMany({
        where: { id, state: "failed" },
        data: { state: "unknown", reason: USED_AFTER_RELEASE, standingFor: orderId, updatedAt: now },
      });
      if (count === 0) return;
      await holdForRefund(tx, await tx.transfer.findUniqueOrThrow({ where: { id }, include: withOrder }), now);
    });
  } catch (error) {
    // There is another one: the chain will show the outcome of that one too.
    if (!isUniqueViolation(error)) throw error;
  }
}
