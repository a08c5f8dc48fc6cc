import "server-only";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { atomicToMicroUsd } from "@/lib/money";
import { settings } from "@/lib/settings/settings";

/** Micro-USD, and how many transfers brought them. */
export type Money = { count: number; microUsd: bigint };

type Span = { from: Date; to: Date };

/** Sales that were settled in a span of time and are settled still. */
export async function countSales({ from, to }: Span): Promise<Money> {
  const [[count, microUsd] = []] = await prepared(db()).all(SALES, [from, from, to], ["Int", "BigInt"]);
  return { count: Number(count ?? 0), microUsd: (microUsd ?? 0n) as bigint };
}

/** Refunds that were settled in a span of time. */
export async function countRefunds({ from, to }: Span): Promise<Money> {
  const rows = await prepared(db()).all(REFUNDS, [from, from, to], ["String", "Int", "BigInt"]);
  const total: Money = { count: 0, microUsd: 0n };
  for (const [network, count, atomic] of rows) {
    const decimals = settings().knownNetworks.find(({ caip2 }) => caip2 === network)?.token.decimals ?? 6;
    total.count += Number(count);
    total.microUsd += atomicToMicroUsd(atomic as bigint, decimals);
  }
  return total;
}

// A row that was settled at some time was not changed before that: the index of state and change finds those of a day
// among any number.
const SALES = `
  SELECT COUNT(*), SUM("Order"."priceMicroUsd") FROM "Transfer" JOIN "Order" ON "Order"."id" = "Transfer"."orderId"
  WHERE "Transfer"."state" = 'settled' AND "Transfer"."updatedAt" >= ? AND "Transfer"."direction" = 'sale'
    AND "Transfer"."settledAt" >= ? AND "Transfer"."settledAt" < ?`;

const REFUNDS = `
  SELECT "network", COUNT(*), SUM(CAST("amount" AS BIGINT)) FROM "Transfer"
  WHERE "state" = 'settled' AND "updatedAt" >= ? AND "direction" = 'refund' AND "settledAt" >= ? AND "settledAt" < ?
  GROUP BY "network"`;
