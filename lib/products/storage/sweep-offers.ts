import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";

/** How long what nobody paid for is kept (ms): longer than any authorization may still move money. */
const KEPT = 30 * DAY;
const BATCH = 500;

/** A job: deletes what is left of offers that were accepted and not paid, once their orders are deleted. */
export async function sweepOffers(now: Date): Promise<void> {
  const old = { createdAt: { lt: new Date(now.getTime() - KEPT) } };
  const released = await db().storagePurchase.findMany({ where: { state: "released", ...old }, take: BATCH });
  const ids = released.map(({ orderId }) => orderId);
  const orders = await db().order.findMany({ where: { id: { in: ids } }, select: { id: true } });
  const kept = new Set(orders.map(({ id }) => id));
  await db().storagePurchase.deleteMany({ where: { orderId: { in: ids.filter((id) => !kept.has(id)) } } });
  const offers = await db().storageOffer.findMany({
    where: { id: { in: released.map(({ offerId }) => offerId) } },
    select: { id: true },
  });
  for (const { id } of offers) {
    if ((await db().storagePurchase.count({ where: { offerId: id } })) > 0) continue;
    if ((await db().foundTransfer.count({ where: { offerId: id } })) > 0) continue;
    await db().storageOffer.deleteMany({ where: { id } });
  }
}
