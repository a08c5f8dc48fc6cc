import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { makeReceipt } from "@/lib/receipts/make-receipt";
import { resetSettings } from "@/lib/settings/settings";
import { readPurchaseRequest } from "@/lib/shop/doors/read-request";
import { openShop, type Shop } from "@/test/shop";
import { purchase } from "./purchase";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
beforeEach(() => set("on"));
afterEach(() => set(undefined));

function set(value: string | undefined) {
  if (value === undefined) delete process.env.WITHDRAWAL_WAIVER;
  else process.env.WITHDRAWAL_WAIVER = value;
  resetSettings();
}

async function present(fileId: string, header: string, waiver?: string) {
  const headers = new Headers({ "payment-signature": header });
  if (waiver !== undefined) headers.set("withdrawal-waiver", waiver);
  return purchase(await readPurchaseRequest({ fileId, headers, method: "POST", ticket: null, now: new Date() }));
}

async function buy(waiver?: string) {
  const { id } = await shop.sell();
  const { header } = await shop.sign(id);
  const outcome = await present(id, header, waiver);
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error(`not granted: ${outcome.kind}`);
  return { id, header, receipt: await makeReceipt(outcome.payment) };
}

it("a waiver that comes with the payment is in the receipt", async () => {
  const { receipt } = await buy("given");
  expect(Date.now() - Date.parse(receipt?.withdrawalWaivedAt ?? "")).toBeLessThan(60_000);
});

it("a payment without one, or with another word, is settled all the same, and the receipt says that nothing was stated", async () => {
  expect((await buy()).receipt?.withdrawalWaivedAt).toBeNull();
  expect((await buy("yes")).receipt?.withdrawalWaivedAt).toBeNull();
});

it("nobody can add one afterwards with the payment's header, which is public", async () => {
  const { id, header } = await buy();
  expect((await present(id, header, "given")).kind).toBe("payment-known");
  expect(await db().order.findFirst({ where: { productId: id } })).toMatchObject({ withdrawalWaivedAt: null });
});

it("where the operator does not ask for one, none is stored", async () => {
  set("off");
  expect((await buy("given")).receipt?.withdrawalWaivedAt).toBeNull();
});
