import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { readTicket, ticketUrl } from "@/lib/entitlements/ticket";
import { nonceForOffer } from "@/lib/payment-methods/evm/chain-backup/offer-nonce";
import { configuredFacilitator } from "@/lib/payment-methods/evm/facilitator/configured";
import { refundPayment } from "@/lib/refunds/refund-payment";
import { startRefund } from "@/lib/refunds/start-refund";
import { allowFound, listFound } from "@/lib/restore/found/waiting";
import { resetSettings } from "@/lib/settings/settings";
import { readBuyerSession, sealBuyerSession } from "@/lib/sign-in/buyer-session";
import { readSession, sealSession, sessionCookie } from "@/lib/sign-in/seller-session";
import { isOwnNonce, issueNonce } from "@/lib/sign-in/single-use-nonce";
import type { TestAccount } from "@/test/chain";
import { startHookedNode } from "@/test/hooked-node";
import { backUp, comeBack, loseAndRestore, openSafe, reconcileNow, type Safe, sayYes } from "@/test/restored-shop";
import { openShop, type Shop } from "@/test/shop";
import { signTransfer } from "@/test/sign-payment";
import { startWireFacilitator, type WireFacilitator } from "@/test/wire-facilitator";

/** Payments that no mark explains, and what else a restore ends. */

let shop: Shop;
let safe: Safe;
beforeEach(async () => {
  safe = openSafe();
  shop = await openShop();
});
afterEach(async () => {
  await shop.close();
  safe.remove();
});

const now = () => new Date();
const restored = () => loseAndRestore(safe, { withoutJournal: true });

/** Pays without this shop's program, from the account of whoever settles. */
async function payFrom(sender: TestAccount, fileId: string, nonce?: `0x${string}`) {
  const signed = await shop.sign(fileId, shop.chain.accounts.buyer, nonce && { authorization: { nonce } });
  await shop.submit(signed, sender);
  return signed;
}

const kinds = ({ found }: Awaited<ReturnType<typeof sayYes>>) => found.map(({ kind }) => kind);
const opens = async (fileId: string) => (await comeBack(shop, fileId, shop.chain.accounts.buyer)).kind === "granted";
/** The seller of a restored shop without a journal confirms the address. */
const confirmPayout = () => db().seller.updateMany({ data: { payoutHeldAt: null } });

describe("sent by our gas account without a mark", () => {
  it("with one file of that price, it is offered to its payer", async () => {
    const [one] = [await shop.sell(), await shop.sell({ price: "0.40" })];
    await backUp(safe);
    await payFrom(shop.chain.accounts.gas, one.id);
    await restored();
    const comparison = await sayYes();
    expect(comparison.found).toMatchObject([{ kind: "sale", offers: [{ fileId: one.id }] }]);
    expect(await opens(one.id)).toBe(true);
  });

  it("with several, the payer picks one, and a second payment is for another", async () => {
    const [one, other] = [await shop.sell(), await shop.sell()];
    await backUp(safe);
    await payFrom(shop.chain.accounts.gas, one.id);
    await payFrom(shop.chain.accounts.gas, other.id);
    await restored();
    expect((await sayYes()).found).toMatchObject([{ offers: [{}, {}] }, { offers: [{}, {}] }]);
    await confirmPayout();
    expect(await opens(other.id)).toBe(true);
    expect(await db().order.count()).toBe(1);
    // Signing anew for the same one neither pays nor takes the other payment.
    const paid = await shop.received();
    expect((await shop.buy(other.id, { payment: (await shop.sign(other.id)).header })).kind).toBe("granted");
    expect(await db().order.count()).toBe(1);
    expect(await opens(one.id)).toBe(true);
    expect(await db().order.count()).toBe(2);
    expect(await shop.received()).toBe(paid);
    expect(await db().foundTransfer.count()).toBe(0);
  });

  it("the payer's nonce names the file", async () => {
    const [one, other] = [await shop.sell(), await shop.sell()];
    const { id: offerId } = await db().terms.findFirstOrThrow({ where: { fileId: other.id } });
    await backUp(safe);
    await payFrom(shop.chain.accounts.gas, one.id, nonceForOffer(offerId, randomBytes(16)));
    await restored();
    expect((await sayYes()).found).toMatchObject([{ kind: "sale", offers: [{ fileId: other.id }] }]);
    expect(await opens(one.id)).toBe(false);
    expect(await opens(other.id)).toBe(true);
  });
});

describe("a node without old states", () => {
  it("shows the same: sales by their marks, and refunds by their nonces", async () => {
    const [sold, refunded] = [await shop.sell(), await shop.sell()];
    const bought = await shop.buy(refunded.id, { payment: (await shop.sign(refunded.id)).header });
    if (bought.kind !== "granted" || !bought.payment) throw new Error(bought.kind);
    await backUp(safe);
    const since = await shop.buy(sold.id, { payment: (await shop.sign(sold.id)).header });
    if (since.kind !== "granted" || !since.payment) throw new Error(since.kind);
    const { seller } = shop.chain.accounts;
    for (const orderId of [bought.payment.id, since.payment.id]) {
      const { domain, message } = await startRefund(
        { kind: "seller", sellerId: shop.sellerId },
        orderId,
        { from: seller.address },
        now(),
      );
      const signature = await signTransfer(seller, domain, message);
      const { validAfter, validBefore } = message;
      const signed = { from: seller.address, endsAccess: true, validAfter, validBefore, signature };
      await refundPayment({ kind: "seller", sellerId: shop.sellerId }, orderId, signed, now());
    }
    await restored();
    const node = await startHookedNode(shop.chain.rpcUrl, async ({ method }) => {
      if (method === "eth_getTransactionCount") throw new Error("missing trie node");
    });
    process.env.RPC_URL_31337 = node.url;
    resetSettings();
    try {
      expect(kinds(await sayYes()).toSorted()).toEqual(["given-back", "refund", "refund"]);
    } finally {
      process.env.RPC_URL_31337 = shop.chain.rpcUrl;
      resetSettings();
      await node.stop();
    }
    expect(await opens(sold.id)).toBe(false);
    await reconcileNow();
    expect(await db().order.findUniqueOrThrow({ where: { id: bought.payment.id } })).toMatchObject({
      state: "refunded",
    });
    expect(await shop.received()).toBe(0n);
  });
});

describe("settled by a remote facilitator", () => {
  let facilitator: WireFacilitator;
  const keys = { GAS_KEY: process.env.GAS_KEY, FACILITATOR: process.env.FACILITATOR };
  beforeEach(async () => {
    keys.GAS_KEY = process.env.GAS_KEY;
    facilitator = await startWireFacilitator();
    facilitator.answers["/supported"] = { status: 200, body: { kinds: [], extensions: [], signers: {} } };
  });
  afterEach(() => {
    facilitator.stop();
    delete process.env.FACILITATOR;
    process.env.GAS_KEY = keys.GAS_KEY;
    resetSettings();
  });

  it("a payment waits for its payer's signature and the operator's word for it", async () => {
    const [one, other] = [await shop.sell(), await shop.sell()];
    const { id: offerId } = await db().terms.findFirstOrThrow({ where: { fileId: one.id } });
    await backUp(safe);
    await payFrom(shop.chain.accounts.owner, one.id, nonceForOffer(offerId, randomBytes(16)));
    await restored();
    expect(kinds(await sayYes())).toEqual(["waiting"]);
    expect(await listFound()).toMatchObject([{ fileId: one.id, waitsForOperator: true, askedAt: null }]);
    expect(await comeBack(shop, one.id, shop.chain.accounts.buyer)).toMatchObject({
      kind: "payment-known",
      code: "payment_unrecorded",
    });
    const [asked] = await listFound();
    expect(asked?.askedAt).not.toBeNull();
    expect(await allowFound(asked?.id ?? "", now())).toBe(true);
    expect(await db().order.count()).toBe(0);
    expect(await opens(other.id)).toBe(false);
    expect(await opens(one.id)).toBe(true);
    expect(await opens(one.id)).toBe(true);
    expect(await db().order.count()).toBe(1);
  });

  it("another shop's payments through it are never given: not to another payee, and not without the operator", async () => {
    const { id } = await shop.sell();
    await backUp(safe);
    // The same seller sells at the same price in another shop.
    await payFrom(shop.chain.accounts.owner, id);
    const foreign = { authorization: { to: shop.chain.accounts.stranger.address } };
    await shop.submit(await shop.sign(id, shop.chain.accounts.buyer, foreign), shop.chain.accounts.owner);
    await restored();
    for (const _ of [1, 2]) expect((await sayYes()).found.filter(({ kind }) => kind === "sale")).toEqual([]);
    expect(await listFound()).toMatchObject([{ waitsForOperator: true, allowedAt: null }]);
    expect(await opens(id)).toBe(false);
    expect(await opens(id)).toBe(false);
    expect(await db().order.count()).toBe(0);
  });

  it("is shown nothing before the operator's yes", async () => {
    const { id } = await shop.sell();
    const signed = await shop.sign(id);
    await backUp(safe);
    await restored();
    facilitator.answers["/verify"] = { status: 200, body: { isValid: true } };
    facilitator.asked = [];
    await confirmPayout();
    expect(await shop.buy(id, { payment: signed.header })).toMatchObject({ code: "shop_restored" });
    const remote = configuredFacilitator(31337);
    await expect(remote.verify({} as never, {} as never)).rejects.toMatchObject({ name: "FacilitatorUnavailable" });
    await expect(remote.settle({} as never, {} as never, {} as never)).rejects.toMatchObject({
      name: "FacilitatorUnavailable",
    });
    expect(facilitator.asked.filter((path) => path !== "/supported")).toEqual([]);
    expect(facilitator.sent).toBe("");
  });
});

it("sessions, tickets and nonces of before have ended, and new ones work", async () => {
  const { id } = await shop.sell();
  const make = async () => ({
    ticket: new URL(ticketUrl(id, { kind: "free" }, now())).searchParams.get("ticket") ?? "",
    nonce: issueNonce("sign-in", now()),
    seller: sessionCookie(await sealSession({ sellerId: shop.sellerId, address: "0x1", chainId: 0 })),
    buyer: `fk_buyer=${await sealBuyerSession({ address: "0x1", chainId: 0 })}`,
  });
  const work = async ({ ticket, nonce, seller, buyer }: Awaited<ReturnType<typeof make>>) => [
    readTicket(id, ticket, now()) !== null,
    isOwnNonce("sign-in", nonce, now()),
    (await readSession(seller)) !== null,
    (await readBuyerSession(buyer)) !== null,
  ];
  const before = await make();
  expect(await work(before)).toEqual([true, true, true, true]);
  await backUp(safe);
  await restored();
  expect(await work(before)).toEqual([false, false, false, false]);
  expect(await work(await make())).toEqual([true, true, true, true]);
  const again = await make();
  await backUp(safe, new Date(Date.now() + 60_000));
  await restored();
  expect(await work(again)).toEqual([false, false, false, false]);
});
