import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { appendEvent, orderAfter, type Step } from "./ledger";
import type { Proof, Shop } from "./ports";
import { SETTLED_BY_ANOTHER } from "./reasons";
import { type OrderedTransfer, type OrderRow, readTransfer, type TransferRow } from "./rows";
import { ONCE_SETTLED, UNRESOLVED } from "./states";

/**
 * Writes what the chain shows: a settled sale or refund, one that a reorganisation moved, and one that it reversed. Each
 * in one transaction with the order, its history, and what the product makes of it.
 */

/** Network, transaction and position of a transfer: one place in a chain proves one transfer, sale or refund alike. */
export function proofKey(network: string, { transaction, position }: Pick<Proof, "transaction" | "position">): string {
  return `${network}:${transaction}:${position}`;
}

function placeOf(network: string, proof: Proof) {
  const { transaction, position, height, blockHash, blockTime } = proof;
  return { transaction, position, height, blockHash, blockTime, proofKey: proofKey(network, proof) };
}

/**
 * Writes a proven settlement and what it gives in one transaction. Safe to repeat: the second time it returns what is
 * there.
 *
 * @param opensBySecret false when somebody other than our facilitator sent a sale's transaction: the person who
 *   presented the authorization here need not be the payer, so the secret of the reservation is disabled (rule 3d)
 */
export async function commitSettlement(
  shop: Shop,
  row: TransferRow,
  proof: Proof,
  { opensBySecret, now }: { opensBySecret: boolean; now: Date },
): Promise<OrderedTransfer> {
  return db().$transaction(async (tx) => {
    const reason = row.direction === "sale" && !opensBySecret ? SETTLED_BY_ANOTHER : null;
    const moved = await prepared(tx).transfer.updateMany(
      { id: row.id, state: UNRESOLVED },
      {
        state: "settled",
        reason,
        ...placeOf(row.network, proof),
        settledAt: now,
        // A refund waits until it is: it is not checked again.
        ...(row.direction === "refund" ? { finalAt: now } : {}),
        updatedAt: now,
      },
    );
    if (moved > 0) {
      if (row.direction === "sale") await commitSale(tx, shop, row, { proof, opensBySecret, now });
      else await commitRefund(tx, shop, row, { proof, now });
    }
    const written = await readTransfer(tx, row.id);
    if (!written || !["settled", "reverted"].includes(written.state))
      throw new Error(`Transfer ${row.id} is neither open nor settled.`);
    return written;
  });
}

/** Whether another transfer has this place in the chain. */
export async function isProvenByAnother({ id, network }: TransferRow, proof: Proof): Promise<boolean> {
  return (await db().transfer.count({ where: { proofKey: proofKey(network, proof), id: { not: id } } })) > 0;
}

type Settled = { proof: Proof; now: Date };

async function commitSale(
  tx: Tx,
  shop: Shop,
  { orderId }: TransferRow,
  { proof, opensBySecret, now }: Settled & { opensBySecret: boolean },
): Promise<void> {
  const order = await moveOrder(tx, orderId, { to: "settled", detail: proof.transaction, now });
  await shop.product(order.productKind).onSettled(tx, order, { opensBySecret, now });
}

/** A refund is reported once it is final. */
async function commitRefund(tx: Tx, shop: Shop, row: TransferRow, { proof, now }: Settled): Promise<void> {
  const { endsEntitlement } = row;
  const sale = await tx.transfer.findUniqueOrThrow({ where: { id: row.orderId } });
  const reason = endsEntitlement ? "access_ended" : "access_kept";
  const order = await moveOrder(tx, row.orderId, { to: "refunded", reason, detail: proof.transaction, now });
  // Only a certain sale is refunded: it is not checked again.
  await tx.transfer.updateMany({ where: { id: sale.id, finalAt: null }, data: { finalAt: now } });
  await shop.product(order.productKind).onRefunded(tx, order, {
    microUsd: shop.method(row.method).toMicroUsd(row),
    isAll: row.amount === sale.amount,
    endsEntitlement,
    wasPaid: sale.state === "settled",
    now,
  });
}

async function moveOrder(tx: Tx, id: string, step: Step): Promise<OrderRow> {
  await prepared(tx).order.updateMany({ id }, orderAfter(step));
  await appendEvent(tx, id, step);
  const order = await prepared(tx).order.findFirst({ id });
  if (!order) throw new Error(`There is no order ${id}.`);
  return order;
}

/**
 * Records that a sale's settlement is in another block than before: a reorganisation moved it there, or had reversed
 * it. What it gave stays as it is.
 */
export async function moveSettlement(shop: Shop, row: TransferRow, proof: Proof, now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    const place = placeOf(row.network, proof);
    const from = await leaveOnceSettled(tx, row.id, { state: "settled", ...place, updatedAt: now });
    if (from === null) return;
    const order = await tx.order.findUniqueOrThrow({ where: { id: row.orderId } });
    await appendEvent(tx, row.orderId, { to: "settled", reason: "reorganised", detail: proof.transaction, now });
    if (from !== "reverted") return;
    if (order.state === "reverted")
      await tx.order.update({ where: { id: order.id }, data: { state: "paid", updatedAt: now } });
    await shop.product(order.productKind).onReorganised(tx, order, 1);
  });
}

/**
 * Records that the chain no longer has a sale's settlement. The column `reason` still describes what it gave; the
 * reason of the reversal is in the history. What was sent cannot be recalled, so the entitlement stays.
 *
 * @param final why the authorization can never move money again; null while it may
 */
export async function revertSettlement(shop: Shop, row: TransferRow, final: string | null, now: Date): Promise<void> {
  if (row.state === "reverted" && final === null) return;
  await db().$transaction(async (tx) => {
    const finalAt = final === null ? null : now;
    const from = await leaveOnceSettled(tx, row.id, { state: "reverted", finalAt, updatedAt: now });
    if (from === null) return;
    const step = { to: "reverted", reason: final ?? "reorganised", detail: row.transaction ?? undefined, now } as const;
    const order = await moveOrder(tx, row.orderId, step);
    if (from === "settled") await shop.product(order.productKind).onReorganised(tx, order, -1);
  });
}

type Change = { state: string; updatedAt: Date; finalAt?: Date | null } & Partial<ReturnType<typeof placeOf>>;

/** Changes a sale that may still be reversed; returns its previous state, or null if it was not settled or is refunded. */
async function leaveOnceSettled(tx: Tx, id: string, data: Change): Promise<string | null> {
  for (const state of ONCE_SETTLED) {
    const where = { id, state, finalAt: null, order: { state: { not: "refunded" } } };
    const { count } = await tx.transfer.updateMany({ where, data });
    if (count > 0) return state;
  }
  return null;
}
