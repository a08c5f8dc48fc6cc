import "server-only";
import type { Tx } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { insertHold } from "./hold";
import { appendEvent } from "./ledger";

/** A refund that this database does not know. The amount is decimal text. */
type LostRefund = {
  id: string;
  orderId: string;
  /** Of the sale that it gives back. */
  saleReplayKey: string;
  method: string;
  network: string;
  asset: string;
  payer: string;
  payee: string;
  amount: string;
  replayKey: string;
  signed: string;
  anchor: string;
  facilitator: string;
  endsEntitlement: boolean;
  now: Date;
};

/**
 * Takes a refund over that another copy of this database made: as unknown, so that the chain decides. If the sale is not here
 * either, its authorization is held, so that nobody can claim it. Safe to repeat.
 *
 * @returns false when there is nothing to do: it is known, or the order has another one
 */
export async function takeOverRefund(tx: Tx, { saleReplayKey, ...refund }: LostRefund): Promise<boolean> {
  const { id, orderId, replayKey, now } = refund;
  const where = { direction: "refund", state: { not: "failed" }, OR: [{ replayKey }, { standingFor: orderId }] };
  if ((await tx.transfer.count({ where })) > 0) return false;
  const order = await tx.order.findUnique({ where: { id: orderId } });
  if (!order) return holdSale(tx, saleReplayKey, now);
  // Its sale is not settled here yet. Once it is, the refund is found on the chain.
  if (order.state !== "paid") return false;
  const times = { createdAt: now, updatedAt: now };
  const row = { ...refund, direction: "refund", standingFor: orderId, state: "unknown", signature: "" };
  const { now: _, ...data } = { ...row, ...times };
  await tx.transfer.create({ data });
  const held = await tx.hold.findUnique({ where: { replayKey } });
  if (held) await tx.hold.update({ where: { replayKey }, data: { transferId: id } });
  else await insertHold(tx, { ...order, replayKey, identifierHash: null, transferId: id, now });
  await appendEvent(tx, orderId, { to: "settled", reason: "refund_open", detail: id, now });
  return true;
}

/** A sale that is not here, and that was given back: its authorization opens nothing. */
async function holdSale(tx: Tx, replayKey: string, now: Date): Promise<boolean> {
  if ((await tx.hold.count({ where: { replayKey } })) > 0) return false;
  const nothing = { productKind: "refunded", productId: "" };
  await tx.hold.create({ data: { id: newId(), replayKey, ...nothing, createdAt: now } });
  return true;
}
