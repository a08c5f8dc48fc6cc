import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";

/** How long what nobody paid for is kept (ms): longer than any authorization may still move money. */
const KEPT = 30 * DAY;
const BATCH = 500;

/** A job: deletes what is left of offers that were accepted and not paid, once their orders are deleted. */
export async function sweepOffers(now: Date): Promise<void> {
  const old = { lt: new Date(now.getTime() - KEPT) };
  for (let last: { orderId: string; createdAt: Date } | null = null; ; ) {
    const further = last ? { OR: [{ createdAt: { gt: last.createdAt } }, { orderId: { gt: last.orderId } }] } : {};
    const released: { orderId: string; offerId: string; createdAt: Date }[] = await db().storagePurchase.findMany({
      where: { state: "released", createdAt: { ...old, ...(last && { gte: last.createdAt }) }, ...further },
      orderBy: [{ createdAt: "asc" }, { orderId: "asc" }],
      take: BATCH,
    });
    await deleteForgotten(released);
    last = released.at(-1) ?? null;
    if (!last || released.length < BATCH) return;
  }
}

async function deleteForgotten(released: { orderId: string; offerId: string }[]): Promise<void> {
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
