import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { resetSettings } from "@/lib/settings/settings";
import { shop as products } from "@/lib/shop/shop";
import { startHookedNode } from "@/test/hooked-node";
import { openShop, type Shop } from "@/test/shop";
import type { Row } from "./rows";
import { SeenTransfers } from "./seen-transfers";
import { verifyShop } from "./verify";
import { verifyChain } from "./verify-chain";

/** A shop's rows beside a real chain. */

let shop: Shop;
const ids: string[] = [];
beforeAll(async () => {
  shop = await openShop();
  for (const price of ["0.25", "0.30"]) {
    const file = await shop.sell({ price });
    const outcome = await shop.buy(file.id, { payment: (await shop.sign(file.id)).header });
    expect(outcome.kind).toBe("granted");
  }
  for (const { id } of await db().order.findMany({ orderBy: { createdAt: "asc" } })) ids.push(id);
});
afterAll(() => shop.close());

/** What is told the shop's rows, with some left out or changed. */
async function see(change: (table: string, row: Row) => Row | null = (_, row) => row): Promise<SeenTransfers> {
  const seen = new SeenTransfers(new Date(Date.now() - HOUR));
  const visit = (table: string, row: Row) => {
    const changed = change(table, row);
    if (changed) seen.see(table, changed);
  };
  await verifyShop({ full: false, progress() {}, visit });
  return seen;
}

/** Long after the sales. */
const later = () => new Date(Date.now() + HOUR);
const withoutSecond = (table: string, row: Row) =>
  (table === "Transfer" && row.id === ids[1]) || (table === "Hold" && row.transferId === ids[1]) ? null : row;

describe("rows compared with the chain", () => {
  test("have every sale where they say, and the chain shows no other", async () => {
    expect(await verifyChain(products, await see(), later())).toMatchObject({ shown: 2, unknown: [], findings: [] });
  });

  test("lack a sale that our gas account settled: it is named by its mark", async () => {
    const { offerId } = await db().order.findUniqueOrThrow({ where: { id: ids[1] } });
    const { transaction, payer, amount } = await db().transfer.findUniqueOrThrow({ where: { id: ids[1] } });
    const report = await verifyChain(products, await see(withoutSecond), later());
    expect(report.shown).toBe(1);
    expect(report.unknown).toEqual([
      expect.objectContaining({ purpose: "sale", transaction, payer, isLater: false, amount: BigInt(amount) }),
    ]);
    expect(report.unknown[0]?.offer).toEqual({ id: offerId, version: 1 });
    expect(report.findings).toMatchObject([
      { code: "unknown_on_chain", words: expect.stringContaining(String(transaction)) },
    ]);
  });

  test("need not have what was sold after they were read", async () => {
    const report = await verifyChain(products, await see(withoutSecond), new Date(Date.now() - HOUR / 2));
    expect(report).toMatchObject({ unknown: [{ isLater: true }], findings: [] });
  });

  test("say a place that the chain does not show", async () => {
    const moved = await see((table, row) =>
      table === "Transfer" && row.id === ids[0] ? { ...row, position: "99" } : row,
    );
    expect((await verifyChain(products, moved, later())).findings).toMatchObject([
      { code: "not_on_chain", words: expect.stringContaining(ids[0] ?? "") },
    ]);
    const more = await see((table, row) => (table === "Transfer" && row.id === ids[0] ? { ...row, amount: "1" } : row));
    expect((await verifyChain(products, more, later())).findings).toMatchObject([{ code: "not_on_chain" }]);
  });

  test("are compared by the transfers to payees where the node has no old states; what may be another shop's is no fault", async () => {
    const { id } = await shop.sell();
    // Signed for no challenge of ours that anybody presented, and sent by a stranger.
    await shop.submit(await shop.sign(id, shop.chain.accounts.buyer));
    const node = await startHookedNode(shop.chain.rpcUrl, async ({ method }) => {
      if (method === "eth_getTransactionCount") throw new Error("missing trie node");
    });
    process.env.RPC_URL_31337 = node.url;
    resetSettings();
    try {
      const { unknown, findings } = await verifyChain(products, await see(withoutSecond), later());
      expect(unknown.map(({ purpose }) => purpose)).toEqual(["sale", "perhaps"]);
      expect(findings).toMatchObject([{ code: "unknown_on_chain" }]);
    } finally {
      process.env.RPC_URL_31337 = shop.chain.rpcUrl;
      resetSettings();
      await node.stop();
    }
  });

  test("cannot be compared while the chain does not answer, and that is said without its address", async () => {
    const seen = await see();
    process.env.RPC_URL_31337 = "http://127.0.0.1:2/secret-key";
    resetSettings();
    const { findings } = await verifyChain(products, seen, later());
    expect(findings).toMatchObject([{ code: "chain_unreadable" }]);
    expect(JSON.stringify(findings)).not.toContain("secret-key");
    process.env.RPC_URL_31337 = shop.chain.rpcUrl;
    resetSettings();
  });
});
