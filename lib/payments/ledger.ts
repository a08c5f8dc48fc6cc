import "server-only";
import type { Tx } from "@/lib/db/client";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import type { ProductRef, Shop } from "./ports";
import { ABANDONED, SALE_STOPPED } from "./reasons";
import type { OrderedTransfer, OrderRow, TransferRow } from "./rows";
import type { PaymentState } from "./schema";
import { UNRESOLVED } from "./states";

/**
 * Orders, their transfers, and the append-only history. Every change of state is one transaction that also writes the
 * event, and names the states it may come from: if nothing matched, somebody else was faster.
 */

/** Replaces the signature of a transfer that failed for good: it can be thousands of bytes long. */
export const NO_SIGNATURE = "";

export type Step = { to: PaymentState; reason?: string; detail?: string; now: Date };

/** Writes one row of an order's history. */
export async function appendEvent(tx: Tx, orderId: string, { to, reason, detail, now }: Step): Promise<void> {
  await prepared(tx).orderEvent.create({ id: newId(), orderId, state: to, reason, detail, at: now });
}

const orderStates: Record<PaymentState, string> = {
  reserved: "open",
  settling: "open",
  unknown: "open",
  settled: "paid",
  failed: "failed",
  reverted: "reverted",
  refunded: "refunded",
};

/** How a step of a sale looks in its order. One that has failed leaves its buyer free to pay again. */
export function orderAfter({ to, now }: Step) {
  const freed = to === "failed" ? { accountKey: null, personKey: null } : {};
  const paid = to === "settled" ? { paidAt: now } : {};
  return { state: orderStates[to], updatedAt: now, ...freed, ...paid };
}

type Moved = Pick<TransferRow, "id" | "orderId" | "direction">;

/**
 * Moves a transfer that is under way to another state and records the reason.
 *
 * @param from the states it may come from
 * @returns false when it was in none of them: another request, or the reconciler, was faster
 */
export async function moveTransfer(
  row: Moved,
  from: readonly PaymentState[],
  step: Step & { to: "settling" | "unknown"; transaction?: string | null },
): Promise<boolean> {
  return db().$transaction((tx) => move(tx, row, from, step));
}

/** Likewise for one that has failed for good, as the chain shows. What its order held is free again. */
export async function failTransfer(
  shop: Shop,
  row: Moved,
  from: readonly PaymentState[],
  failed: { reason: string; now: Date },
): Promise<boolean> {
  return db().$transaction(async (tx) => {
    if (!(await move(tx, row, from, { to: "failed", ...failed }))) return false;
    await tellProduct(shop, tx, row, failed.now);
    return true;
  });
}

/** Tells the product that the order of a sale has failed. */
async function tellProduct(shop: Shop, tx: Tx, { orderId, direction }: Moved, now: Date): Promise<void> {
  if (direction !== "sale") return;
  const order = await tx.order.findUniqueOrThrow({ where: { id: orderId } });
  await shop.product(order.productKind).onReleased(tx, order, now);
}

async function move(
  tx: Tx,
  row: Moved,
  from: readonly PaymentState[],
  step: Step & { transaction?: string | null },
): Promise<boolean> {
  const moved = await prepared(tx).transfer.updateMany(
    { id: row.id, state: from },
    {
      state: step.to,
      reason: step.reason ?? null,
      updatedAt: step.now,
      ...(step.to === "failed" ? { signature: NO_SIGNATURE, standingFor: null } : {}),
      ...(step.transaction ? { transaction: step.transaction } : {}),
    },
  );
  if (moved === 0) return false;
  await recordStep(tx, row, step);
  return true;
}

/** Writes a step to the order and its history. A refund under way changes only the history. */
async function recordStep(tx: Tx, row: Moved, step: Step): Promise<void> {
  if (row.direction === "sale") {
    await prepared(tx).order.updateMany({ id: row.orderId }, orderAfter(step));
    return appendEvent(tx, row.orderId, step);
  }
  const words = refundWords[step.to];
  if (!words) return;
  const { state } = await tx.order.findUniqueOrThrow({ where: { id: row.orderId }, select: { state: true } });
  const to = state === "reverted" ? "reverted" : "settled";
  await appendEvent(tx, row.orderId, { to, ...words(row.id, step), now: step.now });
}

/** Records the transaction that a transfer was sent with: nothing else may lead to it later. */
export async function noteTransaction({ id }: Pick<TransferRow, "id">, transaction: string): Promise<void> {
  await db().transfer.updateMany({ where: { id, state: "settling" }, data: { transaction } });
}

type Words = (id: string, step: Step) => { reason: string; detail?: string };

/** The steps of a refund in its order's history. An unknown outcome is not recorded there. */
const refundWords: Partial<Record<PaymentState, Words>> = {
  reserved: (detail) => ({ reason: "refund_open", detail }),
  settling: (detail) => ({ reason: "refund_confirming", detail }),
  failed: (_, { reason }) => ({ reason: "refund_failed", detail: reason }),
};

/**
 * Releases a transfer before anything was sent to be settled: it fails, and the authorization is free again, so that it
 * can be presented again once the cause is fixed (such as an empty wallet). One whose settlement we have signed stays
 * as it is. A sale that a remote facilitator has seen is watched until it has expired: whatever the facilitator
 * answered, it may use the authorization.
 *
 * @param from `settling` only when the facilitator is certain that it signed and sent nothing
 * @returns false when it was in none of these states, or its settlement is signed
 */
export async function releaseTransfer(
  shop: Shop,
  row: TransferRow,
  reason: string,
  now: Date,
  from: readonly ("reserved" | "settling" | "unknown")[] = ["reserved"],
): Promise<boolean> {
  return releaseUnlessSigned(shop, row, { reason, now, from });
}

async function releaseUnlessSigned(shop: Shop, row: TransferRow, how: Release): Promise<boolean> {
  try {
    return await db().$transaction((tx) => release(tx, shop, row, how));
  } catch (error) {
    if (error instanceof Signed) return false;
    throw error;
  }
}

/** Rolls the release back. A process that is about to sign waits for a releasing transaction, then finds it failed. */
class Signed extends Error {}

type Release = { reason: string; now: Date; from: readonly string[]; isWatched?: boolean };

async function release(tx: Tx, shop: Shop, row: TransferRow, { reason, now, from, isWatched = false }: Release) {
  const method = shop.method(row.method);
  const isSeen = row.facilitator !== method.ownFacilitator;
  // A refund that another facilitator has seen stays until the chain shows it used or expired.
  if (isSeen && row.direction === "refund") return false;
  const watched = isSeen || isWatched;
  const { count } = await tx.transfer.updateMany({
    where: { id: row.id, state: { in: [...from] } },
    data: {
      state: "failed",
      reason,
      watched,
      standingFor: null,
      updatedAt: now,
      ...(watched ? {} : { signature: NO_SIGNATURE }),
    },
  });
  if (count === 0) return false;
  if (await method.isSigned(tx, row)) throw new Signed();
  await tx.hold.deleteMany({ where: { transferId: row.id } });
  await recordStep(tx, row, { to: "failed", reason, now });
  await tellProduct(shop, tx, row, now);
  return true;
}

/** What a crash left behind before anything was signed. */
export function abandon(shop: Shop, row: TransferRow, now: Date): Promise<boolean> {
  return releaseTransfer(shop, row, ABANDONED, now, row.direction === "refund" ? UNRESOLVED : ["reserved", "settling"]);
}

/**
 * Gives up every payment for something that is under way and certainly not signed: its sale was stopped. The others go on,
 * since their money may move. Call it once no new payment can be reserved.
 *
 * Verifying has shown the authorization to a node, so that it is watched like one that another facilitator has seen: if
 * somebody used it, the payment is taken up again.
 */
export async function giveUpUnsigned(shop: Shop, order: ProductRef, now: Date): Promise<void> {
  const where = { direction: "sale", state: { in: ["reserved", "settling"] }, order };
  for (const row of await db().transfer.findMany({ where })) {
    // What another facilitator was told to settle may be signed there.
    const isOwn = row.facilitator === shop.method(row.method).ownFacilitator;
    const from = isOwn ? ["reserved", "settling"] : ["reserved"];
    try {
      await releaseUnlessSigned(shop, row, { reason: SALE_STOPPED, now, from, isWatched: true });
    } catch (err) {
      log.error({ err, transferId: row.id }, "a payment for what is no longer sold could not be given up; it goes on");
    }
  }
}

/** Whether a transfer is still to be settled: asked where something is signed for it, inside that transaction. */
export async function mayStillSend(tx: Tx, { id }: Pick<TransferRow, "id">): Promise<boolean> {
  return (await prepared(tx).transfer.findFirst({ id, state: "settling" })) !== null;
}

/** Whether a transfer still waits for the transaction that was signed for it. */
export async function isStillWanted(tx: Tx, transferId: string): Promise<boolean> {
  return (await tx.transfer.count({ where: { id: transferId, state: { in: ["settling", "unknown"] } } })) > 0;
}

/** Whose orders: a person's, or only those of one account. */
export type Whose = { person: string; payer?: string };

/** The payer's payment in progress for one thing. @param isMeant which orders for it count */
export async function findUnresolvedOfPayer(
  client: Pick<Tx, "transfer">,
  of: ProductRef & Whose,
  isMeant: (order: OrderRow) => boolean = () => true,
): Promise<OrderedTransfer | null> {
  const rows = await client.transfer.findMany({
    where: { direction: "sale", state: { in: [...UNRESOLVED] }, order: of },
    include: { order: true },
  });
  return rows.find(({ order }) => isMeant(order)) ?? null;
}
