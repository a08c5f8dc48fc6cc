import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { updateFile } from "@/lib/products/files/update-file";
import { resetSettings } from "@/lib/settings/settings";
import { paidFor, recheckSettlements } from "@/test/core";
import { startLaggingNode } from "@/test/lagging-node";
import { openShop, type Shop } from "@/test/shop";
import { declared, proveWallet } from "@/test/sign-in-with-x";
import type { Outcome } from "./outcome";

/** The chain shows payments that no row explains, as after yesterday's database was restored. */
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

/** Bought, and then the database forgets all of it. */
async function boughtAndForgotten(price = "0.25") {
  const { id } = await shop.sell({ price });
  const signed = await shop.sign(id);
  const bought = await shop.buy(id, { payment: signed.header });
  if (bought.kind !== "granted" || !bought.payment) throw new Error(bought.kind);
  await forget();
  return { id, signed, transaction: bought.payment.transaction ?? "" };
}

async function forget() {
  await db().entitlement.deleteMany();
  await db().hold.deleteMany();
  await db().orderEvent.deleteMany();
  await db().gasTransaction.deleteMany();
  await db().transfer.deleteMany();
  await db().order.deleteMany();
}

const isKnown = (outcome: Outcome) => {
  if (outcome.kind !== "payment-known") throw new Error(`the answer is ${outcome.kind}`);
  return outcome;
};

describe("a transfer that no row explains", () => {
  it("is told as one, with no challenge, and opens to its payer by a wallet's proof, once", async () => {
    const { id, signed, transaction } = await boughtAndForgotten();
    const paid = await shop.received();
    const told = isKnown(await shop.buy(id, { payment: signed.header }));
    expect(told).toMatchObject({ code: "payment_known", paymentId: null });
    expect(told.detail).toContain(transaction);
    expect(told.detail).not.toContain("Nothing was charged");
    const signIn = await proveWallet(declared(told.extensions), shop.chain.accounts.buyer);
    const opened = await shop.buy(id, { signIn });
    expect(opened).toMatchObject({ kind: "granted", access: "paid", payment: { state: "settled", transaction } });
    const [row] = await db().transfer.findMany({ where: paidFor(id) });
    expect(row).toMatchObject({ reason: "settled_by_another", transaction });
    await recheckSettlements(new Date(Date.now() + MINUTE));
    expect(await db().transfer.count({ where: { ...paidFor(id), state: "settled" } })).toBe(1);
    // The header by itself gives no access now either.
    expect(isKnown(await shop.buy(id, { payment: signed.header })).paymentId).toBe(row?.id);
    expect(await shop.received()).toBe(paid);
  });

  it("opens to its payer by a fresh authorization, which is sent to nobody", async () => {
    const { id, signed } = await boughtAndForgotten();
    const paid = await shop.received();
    isKnown(await shop.buy(id, { payment: signed.header }));
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
    expect(await shop.received()).toBe(paid);
  });

  it("is told although the authorization has expired or the price was changed since", async () => {
    const { id, signed } = await boughtAndForgotten();
    const now = new Date(Date.now() + 2 * HOUR);
    isKnown(await shop.buy(id, { payment: signed.header, now }));
    await db().terms.updateMany({ where: { fileId: id }, data: { until: new Date() } });
    const old = await db().terms.findFirstOrThrow({ where: { fileId: id } });
    const from = new Date();
    await db().terms.create({ data: { ...old, id: `${old.id}2`, priceMicroUsd: 900_000n, from, until: null } });
    isKnown(await shop.buy(id, { payment: signed.header, now }));
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
  });

  it("opens on the terms that the payment names, although others cost the same", async () => {
    const { id, signed } = await boughtAndForgotten();
    const { id: offerId } = await db().terms.findFirstOrThrow({ where: { fileId: id } });
    await updateFile(shop.sellerId, id, { downloadDays: 90 }, new Date());
    isKnown(await shop.buy(id, { payment: signed.header }));
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({
      payment: { order: { offerId } },
    });
  });

  it("is not bound by a stranger who shows the public header, here or for another file of that price; its payer chooses", async () => {
    const [one, other] = [await shop.sell(), await shop.sell()];
    const signed = await shop.sign(one.id, undefined, { resourceUrl: null });
    await forget();
    // Without a mark, as earlier versions sent it.
    await shop.submit(signed, shop.chain.accounts.gas);
    const told = isKnown(await shop.buy(other.id, { payment: signed.header }));
    const stranger = await proveWallet(declared(told.extensions), shop.chain.accounts.stranger);
    expect((await shop.buy(other.id, { signIn: stranger })).kind).toBe("payment-rejected");
    expect(await db().entitlement.count()).toBe(0);
    const here = isKnown(await shop.buy(one.id, { payment: signed.header }));
    const signIn = await proveWallet(declared(here.extensions), shop.chain.accounts.buyer);
    expect((await shop.buy(one.id, { signIn })).kind).toBe("granted");
    // Once per log entry: it does not open the other file as well.
    const again = await proveWallet(declared(told.extensions), shop.chain.accounts.buyer);
    expect((await shop.buy(other.id, { signIn: again })).kind).toBe("payment-rejected");
    expect(isKnown(await shop.buy(other.id, { payment: signed.header })).paymentId).not.toBeNull();
    expect(await db().transfer.count()).toBe(1);
  });
});

describe("what is not sold", () => {
  it("of a version that is not sold, the transfer is told as well", async () => {
    const { id, signed } = await boughtAndForgotten();
    isKnown(await shop.buy(id, { payment: signed.header, version: 7 }));
  });
});

describe("what is not granted", () => {
  it("a transfer that another than our gas account sent leads to the seller, without a challenge", async () => {
    const { id } = await shop.sell();
    const signed = await shop.sign(id);
    await shop.submit(signed);
    const told = isKnown(await shop.buy(id, { payment: signed.header }));
    expect(told.code).toBe("payment_unrecorded");
    expect(told.detail).not.toContain("Nothing was charged");
    expect(await db().foundTransfer.count({ where: { productId: id } })).toBe(0);
  });

  it("a transfer that a payment for another file explains", async () => {
    const [one, other] = [await shop.sell(), await shop.sell()];
    const signed = await shop.sign(one.id, undefined, { resourceUrl: null });
    // Without a mark: only the row tells what it was for.
    await shop.submit(signed, shop.chain.accounts.gas);
    isKnown(await shop.buy(one.id, { payment: signed.header }));
    const opened = await shop.buy(one.id, { payment: (await shop.sign(one.id)).header });
    expect(opened.kind).toBe("granted");
    await db().hold.deleteMany({ where: { productId: one.id } });
    const told = isKnown(await shop.buy(other.id, { payment: signed.header }));
    expect(told.extensions).toBeUndefined();
    expect(await db().foundTransfer.count({ where: { productId: other.id } })).toBe(0);
  });

  it("a transfer whose mark names another file, to that one", async () => {
    const [one, other] = [await shop.sell(), await shop.sell()];
    const signed = await shop.sign(one.id, undefined, { resourceUrl: null });
    expect((await shop.buy(one.id, { payment: signed.header })).kind).toBe("granted");
    await forget();
    const told = isKnown(await shop.buy(other.id, { payment: signed.header }));
    expect(told.extensions).toBeUndefined();
    expect(await db().foundTransfer.count({ where: { productId: other.id } })).toBe(0);
  });

  it("what the node does not show yet: wait, without a challenge and without a word on charges", async () => {
    const { id, signed } = await boughtAndForgotten();
    const lagging = await startLaggingNode(shop.chain.rpcUrl);
    process.env.RPC_URL_31337 = lagging.url;
    resetSettings();
    const outcome = await shop.buy(id, { payment: signed.header });
    process.env.RPC_URL_31337 = shop.chain.rpcUrl;
    resetSettings();
    await lagging.stop();
    expect(outcome).toMatchObject({ kind: "unavailable", code: "settlement_unknown" });
    expect(isKnown(await shop.buy(id, { payment: signed.header })).code).toBe("payment_known");
  });

  it("a transfer from before the file's terms", async () => {
    const { id } = await shop.sell();
    const signed = await shop.sign(id);
    // Without a mark: price and time are all that tells.
    await shop.submit(signed, shop.chain.accounts.gas);
    await db().terms.updateMany({ where: { fileId: id }, data: { from: new Date(Date.now() + HOUR) } });
    const told = isKnown(await shop.buy(id, { payment: signed.header }));
    expect(told.code).toBe("payment_unrecorded");
    expect(await db().foundTransfer.count({ where: { productId: id } })).toBe(0);
  });
});
