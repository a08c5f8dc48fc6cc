import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId, newSecret } from "@/lib/ids";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { reconcilePayments } from "@/test/core";
import { deferred } from "@/test/deferred";
import { startHookedNode } from "@/test/hooked-node";
import { type Answer, openStorageShop, type StorageShop } from "@/test/storage-shop";

let shop: StorageShop;
beforeAll(async () => {
  shop = await openStorageShop();
});
afterAll(() => shop?.close());
afterEach(() => useNode(shop.chain.rpcUrl));

function useNode(url: string) {
  process.env.RPC_URL_31337 = url;
  resetSettings();
  forgetPerProcess("chain-clients");
}

/** Does something once our transaction is signed, before the node gets it. */
async function whileSending(act: () => Promise<unknown>, ask: () => Promise<Answer>): Promise<Answer> {
  let done = false;
  const node = await startHookedNode(shop.chain.rpcUrl, async ({ method }) => {
    if (done || method !== "eth_sendRawTransaction") return undefined;
    done = true;
    await act();
    return undefined;
  });
  useNode(node.url);
  const answer = await ask();
  await node.stop();
  useNode(shop.chain.rpcUrl);
  expect(done).toBe(true);
  return answer;
}

describe("more time for a file that is deleted or stopped while its payment is on its way", () => {
  it.each([
    ["deleted", { removedAt: new Date() }],
    ["suspended", { suspendedAt: new Date() }],
    ["withheld", { suspendedAt: new Date(), withheldAt: new Date() }],
  ])("%s: it is paid, gives nothing, and is owed back", async (_what, change) => {
    const { id } = await shop.sell();
    const keptUntil = new Date(Date.now() + 20 * DAY);
    await db().file.update({ where: { id }, data: { keptUntil, keptBytes: 5_000n } });
    const before = await shop.earned();
    const { headers } = await shop.pay(await shop.extend(id, 30));
    const answer = await whileSending(
      () => db().file.update({ where: { id }, data: change }),
      () => shop.extend(id, 30, headers),
    );
    expect(answer).toMatchObject({ status: 403, code: "storage_refund_due", challenge: null });
    expect(answer.headers.get("payment-response")).not.toBeNull();
    expect(await shop.earned()).toBe(before + 10_000n);
    expect((await db().file.findUniqueOrThrow({ where: { id } })).keptUntil).toEqual(keptUntil);
    const orderId = answer.headers.get("payment-id") ?? "";
    expect(await db().storagePurchase.findUnique({ where: { orderId } })).toMatchObject({ owedMicroUsd: 10_000n });
    expect(await db().order.findUnique({ where: { id: orderId } })).toMatchObject({ refundDueAt: expect.any(Date) });
  });
});

describe("an upload whose payment somebody else's transaction moved", () => {
  it("opens only by its payer's fresh signature, uncharged", async () => {
    const [before, token] = [await shop.earned(), newSecret()];
    const of = { size: 6_000, days: 30, name: `${newId()}.bin` };
    const paid = await shop.pay(await shop.create(of));
    const asked = { "upload-token": token, ...paid.headers };
    const answer = await whileSending(
      () => shop.submit(paid),
      () => shop.create(of, asked),
    );
    await reconcilePayments(new Date());
    const orderId = answer.headers.get("payment-id") ?? "";
    const bought = await db().storagePurchase.findUniqueOrThrow({ where: { orderId } });
    expect(bought).toMatchObject({ state: "paid", uploadId: expect.any(String) });
    const id = bought.uploadId ?? "";
    // Whoever saw the payment before it was sent may have chosen this token.
    expect(await shop.send(id, token, Buffer.alloc(10))).toMatchObject({ status: 404 });
    expect(await shop.create(of, asked)).toMatchObject({ status: 409, code: "payment_known", token: null });
    const fresh = await shop.create(of, (await shop.pay(await shop.create(of))).headers);
    expect(fresh).toMatchObject({ status: 201, uploadId: id, token: expect.any(String) });
    expect(await shop.send(id, fresh.token ?? "", Buffer.alloc(10))).toMatchObject({ status: 204 });
    expect(await shop.earned()).toBe(before + 10_000n);
  });
});

describe("a request for a new upload that is answered after a later one", () => {
  /** Asks with a payment whose first question to the chain waits until `meanwhile` is done. */
  async function heldWhile(of: { size: number; days: number; name: string }, meanwhile: () => Promise<unknown>) {
    const paid = await shop.pay(await shop.create(of));
    const [reached, released] = [deferred<void>(), deferred<void>()];
    const node = await startHookedNode(shop.chain.rpcUrl, async (call) => {
      if (!JSON.stringify(call).includes(paid.nonce.slice(2))) return undefined;
      reached.resolve();
      await released.promise;
      return undefined;
    });
    useNode(node.url);
    const answer = shop.create(of, paid.headers);
    await reached.promise;
    await meanwhile();
    released.resolve();
    const late = await answer;
    await node.stop();
    useNode(shop.chain.rpcUrl);
    return late;
  }

  it.each([
    ["that paid", false],
    ["that was paid for before", true],
  ])("takes the token from nobody: the later one %s", async (_what, isPaidBefore) => {
    const before = await shop.earned();
    const of = { size: 5_000, days: 30, name: `${newId()}.bin` };
    const create = async () => shop.create(of, (await shop.pay(await shop.create(of))).headers);
    if (isPaidBefore) await create();
    let later: Answer | undefined;
    const late = await heldWhile(of, async () => {
      later = await create();
    });
    expect(later).toMatchObject({ status: 201, token: expect.any(String) });
    expect(late).toMatchObject({ status: 503, code: "server_busy", token: null, challenge: null });
    expect(late.headers.get("retry-after")).toBe("1");
    expect(await shop.earned()).toBe(before + 10_000n);
    const [id, token] = [later?.uploadId ?? "", later?.token ?? ""];
    expect(await shop.send(id, token, Buffer.alloc(10))).toMatchObject({ status: 204 });
  });

  it("is told to sign again, which gives it a token", async () => {
    const of = { size: 5_000, days: 30, name: `${newId()}.bin` };
    const create = async () => shop.create(of, (await shop.pay(await shop.create(of))).headers);
    const late = await heldWhile(of, create);
    expect(late.status).toBe(503);
    const again = await create();
    expect(again).toMatchObject({ status: 201, token: expect.any(String) });
    expect(await shop.send(again.uploadId ?? "", again.token ?? "", Buffer.alloc(10))).toMatchObject({ status: 204 });
  });
});
