import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { listDecisions } from "@/lib/decisions/list-decisions";
import type { Verdict } from "@/lib/decisions/schema";
import { forgetPerProcess } from "@/lib/process";
import { removeFile } from "@/lib/products/files/remove-file";
import { resetSettings } from "@/lib/settings/settings";
import { reconcilePayments } from "@/test/core";
import { startHookedNode } from "@/test/hooked-node";
import { type Answer, openStorageShop, type StorageShop } from "@/test/storage-shop";

/** More time for a file that is stopped or deleted while somebody is paying for it. */

let shop: StorageShop;
beforeAll(async () => {
  shop = await openStorageShop({ SETTLEMENTS_PER_PAYER_PER_DAY: "0" });
});
afterAll(() => shop?.close());

let [fileId, keptUntil] = ["", new Date()];
beforeEach(async () => {
  ({ id: fileId } = await shop.sell());
  keptUntil = new Date(Date.now() + 20 * DAY);
  await db().file.update({ where: { id: fileId }, data: { keptUntil, keptBytes: 5_000n } });
});

const PRICE = 10_000n;
const operator = { kind: "operator", account: `0x${"ad".repeat(20)}` } as const;
const kept = async () => (await db().file.findUniqueOrThrow({ where: { id: fileId } })).keptUntil;
const bought = () => db().storagePurchase.findFirstOrThrow({ where: { fileId }, orderBy: { createdAt: "desc" } });

async function decideOnFile(verdict: Verdict) {
  const on = { kind: "file", id: fileId } as const;
  const after = (await listDecisions(on))[0]?.id ?? null;
  await decide({ verdict, on, ground: "law", facts: "It was copied.", after }, operator, new Date());
}

async function decideOnSeller(verdict: Verdict) {
  const on = { kind: "seller", id: shop.sellerId } as const;
  const after = (await listDecisions(on))[0]?.id ?? null;
  await decide({ verdict, on, ground: "law", facts: "Copies.", after }, operator, new Date());
}

afterEach(async () => {
  const { suspendedAt } = await db().seller.findUniqueOrThrow({ where: { id: shop.sellerId } });
  if (suspendedAt) await decideOnSeller("lifted");
});

function backToTheNode() {
  process.env.RPC_URL_31337 = shop.chain.rpcUrl;
  resetSettings();
  forgetPerProcess("chain-clients");
}
afterEach(backToTheNode);

/** Extends by 30 days; something happens as soon as the node is asked to do something. */
async function extendWhile(method: string, act: () => Promise<void>): Promise<Answer> {
  const { headers } = await shop.pay(await shop.extend(fileId, 30));
  let done = false;
  const node = await startHookedNode(shop.chain.rpcUrl, async (call) => {
    if (done || call.method !== method) return undefined;
    done = true;
    await act();
    return undefined;
  });
  process.env.RPC_URL_31337 = node.url;
  resetSettings();
  forgetPerProcess("chain-clients");
  const answer = await shop.extend(fileId, 30, headers);
  await node.stop();
  backToTheNode();
  expect(done).toBe(true);
  return answer;
}

const stops: [string, () => Promise<void>, number, string][] = [
  ["suspended", () => decideOnFile("suspended"), 403, "file_suspended"],
  ["withheld", () => decideOnFile("withheld"), 451, "file_withheld"],
  ["deleted by the operator", () => decideOnFile("deleted"), 451, "file_withheld"],
];

describe("and nothing is signed yet: the payment is given up, and nothing is charged", () => {
  it.each([
    ...stops,
    ["of a seller whose sales are stopped", () => decideOnSeller("suspended"), 403, "file_suspended"],
  ] as typeof stops)("%s", async (_what, stop, status, code) => {
    const before = await shop.earned();
    const answer = await extendWhile("eth_estimateGas", stop);
    expect(answer).toMatchObject({ status, code, challenge: null });
    await reconcilePayments(new Date(Date.now() + 10 * MINUTE));
    expect(await shop.earned()).toBe(before);
    expect(await bought()).toMatchObject({ state: "released", owedMicroUsd: null });
    expect(await kept()).toEqual(keptUntil);
    const { orderId } = await bought();
    expect(await db().hold.count({ where: { transferId: orderId } })).toBe(0);
    // Verifying has shown it to a node: if somebody uses it after all, that is noticed.
    expect(await db().transfer.findUnique({ where: { id: orderId } })).toMatchObject({
      state: "failed",
      watched: true,
    });
  });
});

describe("and it is signed: it settles, gives nothing, and the operator owes it", () => {
  it.each([
    ...stops,
    ["deleted by its seller", () => removeFile(shop.sellerId, fileId, new Date()), 410, ""],
  ] as typeof stops)("%s", async (_what, stop) => {
    const before = await shop.earned();
    const answer = await extendWhile("eth_sendRawTransaction", stop);
    expect(answer).toMatchObject({ status: 403, code: "storage_refund_due", challenge: null });
    expect(answer.headers.get("payment-response")).not.toBeNull();
    expect(answer.headers.get("payment-id")).toBe((await bought()).orderId);
    expect(await shop.earned()).toBe(before + PRICE);
    expect(await bought()).toMatchObject({ state: "paid", owedMicroUsd: PRICE });
    const order = { where: { id: (await bought()).orderId } };
    expect(await db().order.findUnique(order)).toMatchObject({ state: "paid", refundDueAt: expect.any(Date) });
    expect(await kept()).toEqual(keptUntil);
  });

  it("and stays owed when that is lifted; the payer who asks again is told so, and not charged again", async () => {
    const before = await shop.earned();
    await extendWhile("eth_sendRawTransaction", () => decideOnFile("suspended"));
    await decideOnFile("lifted");
    const given = await kept();
    const again = await shop.extend(fileId, 30, (await shop.pay(await shop.extend(fileId, 30))).headers);
    expect(again).toMatchObject({ status: 403, code: "storage_refund_due" });
    expect(again.body.detail).toContain("send another Idempotency-Key");
    expect(await shop.earned()).toBe(before + PRICE);
    expect(await kept()).toEqual(given);
    const key = { "idempotency-key": "another" };
    const other = await shop.extend(fileId, 30, {
      ...key,
      ...(await shop.pay(await shop.extend(fileId, 30, key))).headers,
    });
    expect(other).toMatchObject({ status: 200 });
    expect((await kept())?.getTime()).toBe((given?.getTime() ?? 0) + 30 * DAY);
  });
});
