import "server-only";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { log } from "@/lib/log";
import { insertHold } from "./hold";
import { appendEvent, NO_SIGNATURE, orderAfter } from "./ledger";
import type { Payer, ProductRef, Shop } from "./ports";
import { USED_AFTER_RELEASE } from "./reasons";
import { reconcileTransfer } from "./reconcile";
import { whoseOrders } from "./reserve";
import { type PaymentRow, type TransferRow, withOrder } from "./rows";
import { keysThatAreFree } from "./standing-keys";
import { isUnresolved } from "./states";

/** Payments checked in one run, those not checked for longest first. One call to the chain covers about a hundred. */
const BATCH = 500;
/** A payer with more released authorizations for one thing than this has to wait for the job. */
const MAX_OF_ONE_PAYER = 200;

/**
 * A job: checks whether released authorizations are used after all. A remote facilitator has seen them, and it may
 * broadcast one whatever it answered. Used ones are resumed; those that expired unused are no longer checked.
 */
export async function watchReleased(shop: Shop, now: Date): Promise<void> {
  const rows = await db().transfer.findMany({
    where: { watched: true },
    orderBy: [{ checkedAt: { sort: "asc", nulls: "first" } }, { createdAt: "asc" }],
    take: BATCH,
  });
  for (const ofNetwork of byNetwork(rows)) {
    try {
      await lookAt(shop, ofNetwork, now);
    } catch (error) {
      const { network } = ofNetwork[0] ?? {};
      log.warn({ err: error, network }, "released payments could not be checked; the next run will try again");
    }
  }
}

/**
 * The same immediately for one payer and thing, before another authorization of that payer is sent to anybody (rule 4b).
 *
 * @returns the payments that were taken up
 * @throws when the chain cannot be read
 */
export async function resumeUsedAuthorizations(
  shop: Shop,
  { productKind, productId }: ProductRef,
  payer: Payer,
  now: Date,
): Promise<PaymentRow[]> {
  const failedOnes = { productKind, productId, ...whoseOrders(payer), state: "failed" };
  // Usually there is none, and a buyer waits for this.
  if ((await prepared(db()).order.findFirst(failedOnes)) === null) return [];
  // Never reads every watched transfer: finds the payer's orders, then each transfer by its key.
  const orders = await db().order.findMany({
    where: failedOnes,
    orderBy: { createdAt: "desc" },
    take: MAX_OF_ONE_PAYER,
    select: { id: true },
  });
  const failed = await db().transfer.findMany({ where: { id: { in: orders.map(({ id }) => id) } } });
  const rows = failed.filter(({ watched }) => watched);
  const takenUp = await Promise.all(byNetwork(rows).map((ofNetwork) => lookAt(shop, ofNetwork, now)));
  return takenUp.flat();
}

/** @param rows of one network and method */
async function lookAt(shop: Shop, rows: TransferRow[], now: Date): Promise<PaymentRow[]> {
  const [first] = rows;
  if (!first) return [];
  const { used, over } = await shop.method(first.method).readUses(first.network, rows);
  const checked = (some: TransferRow[]) => ({ id: { in: some.map(({ id }) => id) } });
  await db().transfer.updateMany({ where: checked(rows), data: { checkedAt: now } });
  await db().transfer.updateMany({ where: checked(over), data: { watched: false, signature: NO_SIGNATURE } });
  const takenUp: PaymentRow[] = [];
  // The earliest presentation of an authorization goes first: it came before any use that could count.
  for (const row of used.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime())) {
    if (!(await reviveReleased(shop, row, now))) continue;
    log.warn({ paymentId: row.id }, "an authorization that was given up was used all the same");
    takenUp.push(await db().transfer.findUniqueOrThrow({ where: { id: row.id }, include: withOrder }));
  }
  for (const row of takenUp) await reconcileTransfer(shop, row, now);
  return takenUp;
}

/**
 * Resumes a released payment whose authorization the chain shows used: it becomes `unknown` and holds the authorization
 * as before.
 *
 * @returns false when it is no longer watched, or another presentation of the same authorization holds it
 */
async function reviveReleased(shop: Shop, { id, replayKey, orderId }: TransferRow, now: Date): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const held = await tx.hold.findUnique({ where: { replayKey }, include: { transfer: true } });
    if (held?.transfer) {
      if (!isUnresolved(held.transfer.state)) await tx.transfer.updateMany({ where: { id }, data: { watched: false } });
      return false;
    }
    const step = { to: "unknown", reason: USED_AFTER_RELEASE, now } as const;
    const { count } = await tx.transfer.updateMany({
      where: { id, state: "failed", watched: true },
      data: { state: step.to, reason: step.reason, watched: false, updatedAt: now },
    });
    if (count === 0) return false;
    const order = await tx.order.findUniqueOrThrow({ where: { id: orderId } });
    const { productKind, productId } = order;
    // Whether a key or a contract signed is not kept: of the two keys only the account's is certain.
    const accountKey = shop.product(productKind).repeatKey(order, order.payer);
    const free = await keysThatAreFree(tx, { accountKey, personKey: null });
    const revived = await tx.order.update({ where: { id: orderId }, data: { ...orderAfter(step), ...free } });
    await shop.product(productKind).onReserved(tx, revived, { mayRefuse: false, now });
    // One without a transfer only served as a proof.
    if (held) await tx.hold.update({ where: { replayKey }, data: { transferId: id } });
    else await insertHold(tx, { productKind, productId, replayKey, identifierHash: null, transferId: id, now });
    await appendEvent(tx, orderId, step);
    return true;
  });
}

function byNetwork(rows: TransferRow[]): TransferRow[][] {
  const networks = new Map<string, TransferRow[]>();
  for (const row of rows) {
    const key = `${row.method} ${row.network}`;
    networks.set(key, [...(networks.get(key) ?? []), row]);
  }
  return [...networks.values()];
}
