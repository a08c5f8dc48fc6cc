import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { resetSettings } from "@/lib/settings/settings";
import { paidFor, reconcilePayments } from "@/test/core";
import { startHookedNode } from "@/test/hooked-node";
import { forgetSettlement } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";

/** A node with only the newest state, no logs and no receipts: of the past it has only headers. */
let shop: Shop;
let pruned: Awaited<ReturnType<typeof startHookedNode>>;
beforeAll(async () => {
  shop = await openShop();
  pruned = await startHookedNode(shop.chain.rpcUrl, async ({ method, params }) => {
    if (method === "eth_getTransactionReceipt" || method === "eth_getTransactionByHash") return null;
    if (method === "eth_getLogs") throw new Error("pruned");
    const newest = await shop.chain.rpc("eth_blockNumber");
    if (method === "eth_call" && params[1] !== "latest" && params[1] !== newest) throw new Error("pruned");
  });
});
afterAll(async () => {
  await pruned?.stop();
  await shop?.close();
});
afterEach(() => useNode(shop.chain.rpcUrl));

function useNode(url: string) {
  process.env.RPC_URL_31337 = url;
  resetSettings();
}

/** A purchase of which the ledger only knows that it was sent, with this authorization. */
async function handedOut(nonceOf: "used" | "unused") {
  const { id } = await shop.sell();
  const [paid, unused] = [await shop.sign(id), await shop.sign(id)];
  expect((await shop.buy(id, { payment: paid.header })).kind).toBe("granted");
  const { id: paymentId } = await db().transfer.findFirstOrThrow({ where: paidFor(id) });
  const { nonce } = nonceOf === "used" ? paid : unused;
  await forgetSettlement(paymentId, { nonce });
  return async () => (await db().transfer.findFirstOrThrow({ where: paidFor(id) })).state;
}

it("an unused authorization past its end has failed for good, and a used one stays open until its transaction is found", async () => {
  const [unused, used] = [await handedOut("unused"), await handedOut("used")];
  await shop.chain.mine();
  useNode(pruned.url);
  await reconcilePayments(new Date());
  expect([await unused(), await used()]).toEqual(["unknown", "unknown"]);
  await shop.chain.mine(HOUR / 1_000);
  await reconcilePayments(new Date());
  expect([await unused(), await used()]).toEqual(["failed", "unknown"]);
  useNode(shop.chain.rpcUrl);
  await reconcilePayments(new Date());
  expect(await used()).toBe("settled");
});
