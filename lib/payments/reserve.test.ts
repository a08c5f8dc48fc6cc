import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { paidFor, setState } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

/** Hides a buyer's order from the look before a reservation: only its unique keys still say whose it is. */
async function hideOrders(fileId: string): Promise<void> {
  const nobody = { payer: "eip155:1:0x00", person: "eip155:0x00" };
  await db().order.updateMany({ where: { productId: fileId }, data: nobody });
}

it("nobody is charged twice even where the look before the reservation finds nothing", async () => {
  const { id } = await shop.sell();
  await shop.buy(id, { payment: (await shop.sign(id)).header });
  await hideOrders(id);
  const before = await shop.received();
  const again = await shop.sign(id);
  expect(await shop.buy(id, { payment: again.header })).toMatchObject({
    kind: "granted",
    claimToken: expect.any(String),
  });
  expect(await shop.received()).toBe(before);
  expect(await db().transfer.count({ where: paidFor(id) })).toBe(1);
  // It was a proof, and is used up.
  expect((await shop.buy(id, { payment: again.header })).kind).toBe("payment-known");
});

it("nor while the first payment is in progress", async () => {
  const { id } = await shop.sell();
  await shop.buy(id, { payment: (await shop.sign(id)).header });
  await db().entitlement.deleteMany({ where: { productId: id } });
  await setState({ fileId: id }, "unknown");
  await hideOrders(id);
  const before = await shop.received();
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  expect(outcome).toMatchObject({ kind: "settlement-unknown", claimToken: null });
  expect(await shop.received()).toBe(before);
});

it("an order that gives nothing any more leaves its place", async () => {
  const { id } = await shop.sell();
  await shop.buy(id, { payment: (await shop.sign(id)).header });
  await db().entitlement.updateMany({ where: { productId: id }, data: { until: new Date(Date.now() - 1_000) } });
  const before = await shop.received();
  expect((await shop.buy(id, { payment: (await shop.sign(id)).header })).kind).toBe("granted");
  expect(await shop.received()).toBe(before + 250_000n);
  const keys = await db().order.findMany({ where: { productId: id }, orderBy: { createdAt: "asc" } });
  expect(keys.map(({ accountKey }) => accountKey !== null)).toEqual([false, true]);
});
