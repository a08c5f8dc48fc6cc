import "server-only";
import type { Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";

/**
 * Marks paid orders as owed back by their sellers: a decision of the operator keeps their buyers from what they paid for. It
 * moves no money (rule 12).
 */
export async function markRefundDue(tx: Tx, orderIds: readonly string[], now: Date): Promise<void> {
  for (const id of orderIds) {
    await prepared(tx).order.updateMany({ id, state: ["paid", "reverted"], refundDueAt: null }, { refundDueAt: now });
  }
}

/** The decision was lifted: their buyers have what they paid for. */
export async function clearRefundDue(tx: Tx, orderIds: readonly string[]): Promise<void> {
  for (const id of orderIds) await prepared(tx).order.updateMany({ id }, { refundDueAt: null });
}
