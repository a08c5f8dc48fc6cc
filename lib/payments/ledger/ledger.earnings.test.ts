import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { migrationsFolder, readMigrations } from "@/lib/db/migration-files";
import { readEarnings } from "@/lib/earnings/earnings";
import type { SettlementProof } from "@/lib/payment-methods/evm/eip3009/prove-transfer";
import { openShop, type Shop } from "@/test/shop";
import { commitSettlement, moveSettlement, type PaymentRow, revertSettlement } from "./ledger";

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

function proofOf({ transaction, logIndex, blockNumber, blockHash, blockTime }: PaymentRow): SettlementProof {
  return { transaction, logIndex, blockNumber: BigInt(blockNumber ?? 0), blockHash, blockTime } as SettlementProof;
}

test("a sale counts once for its file and its seller, however often its settlement is written", async () => {
  const { id } = await shop.sell({ price: "0.30" });
  const other = await shop.sell({ price: "1.000001" });
  const payment = await sellTo(id);
  await sellTo(id, shop.chain.accounts.stranger);
  await sellTo(other.id);

  await commitSettlement(payment, proofOf(payment), { opensByToken: true, downloadDays: 30, now: new Date() });

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
  await db().payment.update({ where: { id: payment.id }, data: { finalAt: null } });
  const of = async () => (await readEarnings([id]))(id);
  const now = new Date();

  for (let twice = 0; twice < 2; twice += 1) await revertSettlement(payment, null, now);
  expect(await of()).toEqual({ sales: 0, microUsd: 0n });
  for (let twice = 0; twice < 2; twice += 1) await moveSettlement(payment, proofOf(payment), now);
  expect(await of()).toEqual({ sales: 1, microUsd: 400_000n });
  await revertSettlement(payment, "expired", now);
  await moveSettlement(payment, proofOf(payment), now);
  expect(await of()).toEqual({ sales: 0, microUsd: 0n });
});

test("a database from before the earnings were written gets those of its settled payments", async () => {
  const name = readMigrations().find((migration) => migration.name.endsWith("_earnings"))?.name;
  const [, backfill = ""] = readFileSync(`${migrationsFolder}/${name}/migration.sql`, "utf8").split("-- What earlier");
  const before = await db().earnings.findMany({ where: { sales: { gt: 0 } }, orderBy: { id: "asc" } });
  const pending = await sellTo((await shop.sell()).id);
  await db().earnings.deleteMany();
  await db().payment.updateMany({ data: { sellerId: null } });
  await db().payment.update({ where: { id: pending.id }, data: { state: "unknown" } });

  for (const statement of `-- ${backfill}`.split(";").filter((sql) => sql.trim() !== "")) {
    await db().$executeRawUnsafe(statement);
  }
  expect(await db().earnings.findMany({ where: { sales: { gt: 0 } }, orderBy: { id: "asc" } })).toEqual(before);
  expect(await db().payment.count({ where: { sellerId: { not: shop.sellerId } } })).toBe(0);
});
