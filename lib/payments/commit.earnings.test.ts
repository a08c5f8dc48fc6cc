import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { readMigrations } from "@/lib/db/migration-files";
import { readEarnings } from "@/lib/earnings/earnings";
import { shop as core } from "@/lib/shop/shop";
import { openShop, type Shop } from "@/test/shop";
import { commitSettlement, moveSettlement, revertSettlement } from "./commit";
import type { Proof } from "./ports";
import type { PaymentRow } from "./rows";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

async function sellTo(fileId: string, payer = shop.chain.accounts.buyer) {
  await shop.chain.fund(payer.address, 10_000_000n);
  const outcome = await shop.buy(fileId, { payment: (await shop.sign(fileId, payer)).header });
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error(`not sold: ${outcome.kind}`);
  return outcome.payment;
}

function proofOf({ transaction, position, height, blockHash, blockTime, signers }: PaymentRow): Proof {
  if (!transaction || !position || !height || !blockHash || !blockTime) throw new Error("not settled");
  return { transaction, position, height, blockHash, blockTime, sender: signers };
}

test("a sale counts once for its file and its seller, however often its settlement is written", async () => {
  const { id } = await shop.sell({ price: "0.30" });
  const other = await shop.sell({ price: "1.000001" });
  const payment = await sellTo(id);
  await sellTo(id, shop.chain.accounts.stranger);
  await sellTo(other.id);

  await commitSettlement(core, payment, proofOf(payment), { opensBySecret: true, now: new Date() });

  const earningsOf = await readEarnings([id, other.id, shop.sellerId, "nobody"]);
  expect([id, other.id, shop.sellerId, "nobody"].map(earningsOf)).toEqual([
    { sales: 2, microUsd: 600_000n },
    { sales: 1, microUsd: 1_000_001n },
    { sales: 3, microUsd: 1_600_001n },
    { sales: 0, microUsd: 0n },
  ]);
});

test("a sale that the chain takes away counts no more, and counts again when it comes back", async () => {
  const { id } = await shop.sell({ price: "0.40" });
  const payment = await sellTo(id);
  await db().transfer.update({ where: { id: payment.id }, data: { finalAt: null } });
  const of = async () => (await readEarnings([id]))(id);
  const now = new Date();

  for (let twice = 0; twice < 2; twice += 1) await revertSettlement(core, payment, null, now);
  expect(await of()).toEqual({ sales: 0, microUsd: 0n });
  for (let twice = 0; twice < 2; twice += 1) await moveSettlement(core, payment, proofOf(payment), now);
  expect(await of()).toEqual({ sales: 1, microUsd: 400_000n });
  await revertSettlement(core, payment, "expired", now);
  await moveSettlement(core, payment, proofOf(payment), now);
  expect(await of()).toEqual({ sales: 0, microUsd: 0n });
});

test("a database from before the earnings were written gets those of its settled payments", () => {
  const all = readMigrations();
  const at = all.findIndex(({ name }) => name.endsWith("_earnings"));
  const database = new Database(":memory:");
  for (const { sql } of all.slice(0, at)) database.exec(sql);
  const insert = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    const [columns, values] = [names.map((name) => `"${name}"`), names.map((name) => `@${name}`)];
    database.prepare(`INSERT INTO "${table}" (${columns}) VALUES (${values})`).run(row);
  };
  const now = "2026-11-20T12:00:00.000+00:00";
  insert("Creator", { id: "seller", address: "0xaa", payTo: "0xaa", createdAt: now });
  for (const id of ["one", "two"]) {
    const file = { id, creatorId: "seller", title: id, description: "", onSaleUntil: now };
    insert("File", { ...file, createdAt: now, updatedAt: now });
    const bytes = { name: "a", mediaType: "text/plain", size: 1, sha256: "ab", storageKey: id, opensTo: "new-buyers" };
    insert("FileVersion", { id, fileId: id, number: 1, ...bytes, createdAt: now });
  }
  const terms = { payTo: "0xaa", downloadDays: 30, from: now };
  insert("Terms", { id: "cheap", fileId: "one", versionId: "one", priceMicroUsd: 300_000, ...terms, until: now });
  insert("Terms", { id: "dear", fileId: "one", versionId: "one", priceMicroUsd: 400_000, ...terms });
  insert("Terms", { id: "other", fileId: "two", versionId: "two", priceMicroUsd: 1_000_001, ...terms });
  const signed = { token: "0xcc", payer: "0xbb", payTo: "0xaa", amount: "1", validAfter: "0", validBefore: "1" };
  const sale = { purpose: "sale", facilitator: "embedded", chainId: 31337, signature: "0x", reservedAtBlock: "1" };
  const payments = [
    ["one", "cheap", "settled"],
    ["one", "cheap", "settled"],
    ["one", "dear", "settled"],
    ["one", "dear", "failed"],
    ["two", "other", "settled"],
    ["two", "other", "unknown"],
  ];
  for (const [index, [fileId, termsId, state]] of payments.entries()) {
    const own = { id: `p${index}`, nonce: `0x${index}`, claimTokenHash: `h${index}` };
    insert("Payment", { ...own, fileId, termsId, state, ...signed, ...sale, createdAt: now, updatedAt: now });
  }

  for (const { sql } of all.slice(at)) database.exec(sql);
  expect(database.prepare('SELECT * FROM "Earnings" ORDER BY "id"').all()).toEqual([
    { id: "one", sales: 3, microUsd: 1_000_000 },
    { id: "seller", sales: 4, microUsd: 2_000_001 },
    { id: "two", sales: 1, microUsd: 1_000_001 },
  ]);
  const sellers = database.prepare('SELECT "sellerId", COUNT(*) AS "orders" FROM "Order" GROUP BY "sellerId"').all();
  expect(sellers).toEqual([{ sellerId: "seller", orders: payments.length }]);
  database.close();
});
