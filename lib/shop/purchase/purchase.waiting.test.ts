import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { startDeadline } from "@/lib/deadline";
import { refundPayment } from "@/lib/refunds/refund-payment";
import { startRefund } from "@/lib/refunds/start-refund";
import { resetSettings } from "@/lib/settings/settings";
import { paidFor } from "@/test/core";
import { startHoldingNode } from "@/test/holding-node";
import { openShop, type Shop } from "@/test/shop";
import { declared, proveWallet } from "@/test/sign-in-with-x";
import { signTransfer } from "@/test/sign-payment";
import { startWeakNode } from "@/test/weak-node";

/** How long a request waits, and for what. */

/** A wait of one second ends sooner than this, also on a busy machine; one for the limit of 25 seconds does not (ms). */
const SOON = 12 * SECOND;
/** All checks of a payment fit in it, also on a busy machine: only the block is late (ms). */
const ENOUGH_TO_CHECK = 4 * SECOND;

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
afterEach(() => useNode(shop.chain.rpcUrl));

function useNode(url: string) {
  process.env.RPC_URL_31337 = url;
  resetSettings();
}

const rowsOf = (fileId: string) => db().transfer.findMany({ where: paidFor(fileId) });

describe("a node that is behind the one that has shown the block", () => {
  it("a receipt that it does not have yet is asked for again: the buyer gets the file", async () => {
    const behind = await startWeakNode(shop.chain.rpcUrl, { behind: 2_000, only: ["eth_getTransactionReceipt"] });
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    useNode(behind.url);
    // The facilitator sees the block immediately: its node is another one.
    behind.showFirst("eth_getTransactionReceipt", 1);
    expect(await shop.buy(id, { payment: header })).toMatchObject({ kind: "granted" });
    expect(behind.counts().hidden).toBeGreaterThan(0);
    await behind.stop();
  });

  it("a refund too is said done in the answer", async () => {
    const { id } = await shop.sell();
    await shop.buy(id, { payment: (await shop.sign(id)).header });
    const [payment] = await rowsOf(id);
    const paymentId = payment?.id ?? "";
    const seller = shop.chain.accounts.seller;
    const params = { from: seller.address as string };
    const { domain, message } = await startRefund(
      { kind: "seller", sellerId: shop.sellerId },
      paymentId,
      params,
      new Date(),
    );
    const { validAfter, validBefore } = message;
    const signature = await signTransfer(seller, domain, message);
    const behind = await startWeakNode(shop.chain.rpcUrl, { behind: 2_000 });
    useNode(behind.url);
    behind.showFirst("eth_getTransactionReceipt", 1);
    const signed = { ...params, endsAccess: false, validAfter, validBefore, signature };
    expect(
      await refundPayment({ kind: "seller", sellerId: shop.sellerId }, paymentId, signed, new Date()),
    ).toMatchObject({ state: "refunded" });
    expect(behind.counts().hidden).toBeGreaterThan(0);
    await behind.stop();
  });
});

describe("one bound for all waiting of a request", () => {
  it("what is not settled by then is being confirmed, continues, and opens to the claim token in the response", async () => {
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    await shop.chain.rpc("evm_setAutomine", [false]);
    const began = performance.now();
    const outcome = await shop.buy(id, { payment: header, deadline: startDeadline(ENOUGH_TO_CHECK) });
    expect(performance.now() - began).toBeLessThan(SOON);
    expect(outcome).toMatchObject({ kind: "settlement-unknown", claimToken: expect.any(String) });
    await shop.chain.rpc("evm_setAutomine", [true]);
    await shop.chain.mine();
    await expect.poll(async () => (await rowsOf(id))[0]?.state, { timeout: 10_000 }).toBe("settled");
    const claimToken = outcome.kind === "settlement-unknown" ? outcome.claimToken : null;
    expect(await shop.buy(id, { claimToken })).toMatchObject({ kind: "granted" });
  });

  it("a node that is silent before anything is held: nothing is written, and the answer comes in time", async () => {
    const silent = await startHoldingNode(shop.chain.rpcUrl, "eth_getCode");
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    useNode(silent.url);
    const began = performance.now();
    const outcome = await shop.buy(id, { payment: header, deadline: startDeadline(SECOND) });
    expect(performance.now() - began).toBeLessThan(SOON);
    expect(outcome).toMatchObject({ kind: "unavailable", code: "chain_unavailable" });
    await silent.stop();
    useNode(shop.chain.rpcUrl);
    expect(await rowsOf(id)).toEqual([]);
  });

  it("a node that is silent on who signed a proof: the answer comes in time", async () => {
    const { id } = await shop.sell();
    const asked = await shop.buy(id);
    if (asked.kind !== "payment-required") throw new Error(asked.kind);
    // Not this key's address, so the code there is requested.
    const { address } = shop.chain.accounts.seller;
    const account = { ...shop.chain.accounts.buyer, address };
    const signIn = await proveWallet(declared(asked.challenge.extensions), account);
    const silent = await startHoldingNode(shop.chain.rpcUrl, "eth_getCode");
    useNode(silent.url);
    const began = performance.now();
    const outcome = await shop.buy(id, { signIn, deadline: startDeadline(SECOND) });
    expect(outcome).toMatchObject({ kind: "unavailable", code: "chain_unavailable" });
    expect(performance.now() - began).toBeLessThan(SOON);
    await silent.held;
    await silent.stop();
  });

  it("a payment that came with such a proof gets its own known outcome", async () => {
    const { id } = await shop.sell();
    const asked = await shop.buy(id);
    if (asked.kind !== "payment-required") throw new Error(asked.kind);
    const { header } = await shop.sign(id);
    expect((await shop.buy(id, { payment: header })).kind).toBe("granted");
    const account = { ...shop.chain.accounts.buyer, address: shop.chain.accounts.seller.address };
    const signIn = await proveWallet(declared(asked.challenge.extensions), account);
    const silent = await startHoldingNode(shop.chain.rpcUrl, "eth_getCode");
    useNode(silent.url);
    const outcome = await shop.buy(id, { payment: header, signIn, deadline: startDeadline(SECOND) });
    expect(outcome).toMatchObject({ kind: "payment-known", code: "payment_known" });
    await silent.stop();
  });

  it("is twenty-five seconds", () => {
    expect(startDeadline().at - performance.now()).toBeCloseTo(25 * SECOND, -3);
  });
});

describe("a second request of the same payer for the same file", () => {
  it("waits with the first, is served by its purchase, and is sent to nobody", async () => {
    const { id } = await shop.sell();
    const [one, two] = [await shop.sign(id), await shop.sign(id)];
    await shop.chain.rpc("evm_setAutomine", [false]);
    const first = shop.buy(id, { payment: one.header });
    await expect.poll(async () => (await rowsOf(id))[0]?.state).toBe("settling");
    const second = shop.buy(id, { payment: two.header });
    await shop.chain.rpc("evm_setAutomine", [true]);
    await shop.chain.mine();
    const [served, waited] = await Promise.all([first, second]);
    expect(served).toMatchObject({ kind: "granted" });
    expect(waited).toMatchObject({ kind: "granted" });
    expect(await rowsOf(id)).toHaveLength(1);
  });

  it("waits no longer than its own bound", async () => {
    const { id } = await shop.sell();
    const [one, two] = [await shop.sign(id), await shop.sign(id)];
    await shop.chain.rpc("evm_setAutomine", [false]);
    const first = shop.buy(id, { payment: one.header });
    await expect.poll(async () => (await rowsOf(id))[0]?.state).toBe("settling");
    const outcome = await shop.buy(id, { payment: two.header, deadline: startDeadline(ENOUGH_TO_CHECK) });
    expect(outcome).toMatchObject({ kind: "settlement-unknown", claimToken: null });
    await shop.chain.rpc("evm_setAutomine", [true]);
    await shop.chain.mine();
    expect(await first).toMatchObject({ kind: "granted" });
  });
});
