import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { reconcilePayments } from "@/test/core";
import { insertSales, randomNonce, readPayment, refundOf, saleLike } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

it("no number of open sales, which anybody can leave, keeps a refund from being looked up", async () => {
  const { id } = await shop.sell();
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error(`not granted: ${outcome.kind}`);
  const sale = await readPayment(outcome.payment.id);
  await insertSales(Array.from({ length: 60 }, () => saleLike(sale, { state: "unknown", facilitator: "remote" })));
  const refund = refundOf(sale, { nonce: randomNonce() }, { state: "unknown", facilitator: "remote" });
  await db().transfer.create({ data: refund });
  await reconcilePayments(new Date());
  const { checkedAt } = await db().transfer.findUniqueOrThrow({ where: { id: refund.id } });
  expect(checkedAt).not.toBeNull();
});
