import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listPurchases } from "@/lib/buyers/list-purchases";
import { db } from "@/lib/db/client";
import { findLiveGrantOfPayer } from "@/lib/entitlements/grant";
import { payerOf } from "@/lib/payment-methods/evm/eip3009/authorization";
import { isAnyFound } from "@/lib/payments/found-transfers";
import { findUnresolvedOfPayer } from "@/lib/payments/ledger";
import { whoseOrders } from "@/lib/payments/reserve";
import { resumeUsedAuthorizations } from "@/lib/payments/watch-released";
import { shop } from "@/lib/shop/shop";
import { freshDatabase } from "@/test/database";

/** A file may have a million buyers: what one of them has is found by an index, whether a key pays or a contract. */

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
  await db().order.count();
});
afterAll(() => database.close());

/** How SQLite finds the rows of the statements that run. */
async function plansOf(run: () => Promise<unknown>): Promise<string[]> {
  const { prepare } = Database.prototype;
  const statements: string[] = [];
  Database.prototype.prepare = function (this: Database.Database, sql: string) {
    statements.push(sql);
    return prepare.call(this, sql);
  } as typeof prepare;
  try {
    await run();
  } finally {
    Database.prototype.prepare = prepare;
  }
  const own = new Database(database.url.replace("file:", ""), { readonly: true });
  const plans = statements.flatMap((sql) => {
    const nothing = Array((sql.match(/\?/g) ?? []).length).fill(1);
    return (own.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...nothing) as { detail: string }[]).map((row) => row.detail);
  });
  own.close();
  return plans;
}

const file = { productKind: "file", productId: "f" };
const now = new Date();
const lookups = (["key", "account"] as const).flatMap((kind) => {
  const payer = payerOf({ caip2: "eip155:1" }, "0xaa", kind);
  const own = { ...file, ...whoseOrders(payer) };
  const buyer = { address: "0xaa", chainId: kind === "key" ? 0 : 1 };
  return [
    { kind, what: "grant", run: () => findLiveGrantOfPayer(db(), own, now) },
    { kind, what: "payment in progress", run: () => findUnresolvedOfPayer(db(), own) },
    { kind, what: "given-up payments", run: () => resumeUsedAuthorizations(shop, file, payer, now) },
    { kind, what: "found transfers", run: () => isAnyFound(file, payer) },
    { kind, what: "purchases", run: () => listPurchases(buyer, now) },
  ];
});

test.each(lookups)("the $what of a payer ($kind) are found by who it is", async ({ run }) => {
  const [search] = (await plansOf(run)).filter((step) => step.startsWith("SEARCH"));
  expect(search).toMatch(/\bperson=\?/);
});
