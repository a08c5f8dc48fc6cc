import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";

/** Settled sales, and what they brought in micro-USD. */
export type Earnings = { sales: number; microUsd: bigint };

const nothing: Earnings = { sales: 0, microUsd: 0n };

/** The sales of a file, or of all files of a seller, including deleted ones. */
type EarningsOf = (fileOrSellerId: string) => Earnings;

/** Reads the earnings of several files and sellers together, without reading payments. */
export async function readEarnings(ids: readonly string[]): Promise<EarningsOf> {
  const rows = await db().earnings.findMany({ where: { id: { in: [...ids] } } });
  const byId = new Map(rows.map(({ id, ...earnings }) => [id, earnings]));
  return (id) => byId.get(id) ?? nothing;
}

/** The order whose money counts. */
type Sold = { productId: string; sellerId: string | null; priceMicroUsd: bigint };

/**
 * Subtracts a refund from the earnings of what was sold and its seller; if nothing is left of the sale, the sale too. To
 * be called once for each refund, in its transaction.
 */
export async function countRefund(tx: Tx, { productId, sellerId }: Sold, { microUsd, sales }: Earnings): Promise<void> {
  const data = { sales: { decrement: sales }, microUsd: { decrement: microUsd } };
  await tx.earnings.updateMany({ where: { id: { in: sellerId ? [productId, sellerId] : [productId] } }, data });
}

/**
 * Adds one sale to the earnings of what was sold and of its seller, or subtracts it when the chain reversed the
 * settlement. To be called once for each change of state, in its transaction. A settled payment paid exactly its price.
 */
export async function countSale(tx: Tx, { productId, sellerId, priceMicroUsd }: Sold, times: 1 | -1): Promise<void> {
  const microUsd = BigInt(times) * priceMicroUsd;
  for (const id of sellerId ? [productId, sellerId] : [productId]) {
    await prepared(tx).run(ADD, [id, times, microUsd]);
  }
}

/** Added to what is there. */
const ADD = `
  INSERT INTO "Earnings" ("id", "sales", "microUsd") VALUES (?, ?, ?)
  ON CONFLICT ("id") DO UPDATE SET
    "sales" = "Earnings"."sales" + excluded."sales",
    "microUsd" = "Earnings"."microUsd" + excluded."microUsd"`;
