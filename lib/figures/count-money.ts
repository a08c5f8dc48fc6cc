import "server-only";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { atomicToMicroUsd } from "@/lib/money";
import { STORAGE } from "@/lib/products/storage/storage-ref";
import { settings } from "@/lib/settings/settings";

/** Micro-USD, and how many transfers brought them. */
export type Money = { count: number; microUsd: bigint };

type Span = { from: Date; to: Date };

/** Whose money: sellers' for files, the operator's for storage. They are never added up. */
type Of = { sellers: Money; storage: Money };

const nothing = (): Of => ({ sellers: { count: 0, microUsd: 0n }, storage: { count: 0, microUsd: 0n } });

/** Payments that were settled in a span of time and are settled still. */
export async function countSales({ from, to }: Span): Promise<Of> {
  const rows = await prepared(db()).all(SALES, [from, from, to], ["String", "Int", "BigInt"]);
  const total = nothing();
  for (const [kind, count, microUsd] of rows) add(total, kind as string, Number(count), microUsd as bigint);
  return total;
}

/** Refunds that were settled in a span of time. */
export async function countRefunds({ from, to }: Span): Promise<Of> {
  const rows = await prepared(db()).all(REFUNDS, [from, from, to], ["String", "String", "Int", "BigInt"]);
  const total = nothing();
  for (const [kind, network, count, atomic] of rows) {
    const decimals = settings().knownNetworks.find(({ caip2 }) => caip2 === network)?.token.decimals ?? 6;
    add(total, kind as string, Number(count), atomicToMicroUsd(atomic as bigint, decimals));
  }
  return total;
}

function add({ sellers, storage }: Of, kind: string, count: number, microUsd: bigint): void {
  const whose = kind === STORAGE ? storage : sellers;
  whose.count += count;
  whose.microUsd += microUsd;
}

// A row that was settled at some time was not changed before that: the index of state and change finds those of a day
// among any number.
const SALES = `
  SELECT "Order"."productKind", COUNT(*), SUM("Order"."priceMicroUsd") FROM "Transfer" JOIN "Order" ON "Order"."id" = "Transfer"."orderId"
  WHERE "Transfer"."state" = 'settled' AND "Transfer"."updatedAt" >= ? AND "Transfer"."direction" = 'sale'
    AND "Transfer"."settledAt" >= ? AND "Transfer"."settledAt" < ?
  GROUP BY "Order"."productKind"`;

const REFUNDS = `
  SELECT "Order"."productKind", "Transfer"."network", COUNT(*), SUM(CAST("Transfer"."amount" AS BIGINT))
  FROM "Transfer" JOIN "Order" ON "Order"."id" = "Transfer"."orderId"
  WHERE "Transfer"."state" = 'settled' AND "Transfer"."updatedAt" >= ? AND "Transfer"."direction" = 'refund'
    AND "Transfer"."settledAt" >= ? AND "Transfer"."settledAt" < ?
  GROUP BY "Order"."productKind", "Transfer"."network"`;
