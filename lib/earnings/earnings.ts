import "server-only";
import { dayOf } from "@/lib/day";
import { db, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { addToDay } from "./daily-sales";

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

/** The order whose money counts. `paidAt`: when its sale was settled. */
type Sold = { productId: string; sellerId: string | null; priceMicroUsd: bigint; paidAt: Date | null };

/** A refund that the chain shows. `wasPaid` is false when the chain had reversed its sale before. */
type Refund = { microUsd: bigint; isAll: boolean; wasPaid: boolean; now: Date };

/**
 * Subtracts a refund from the earnings of what was sold and its seller; if nothing is left of the sale, the sale too. To
 * be called once for each refund, in its transaction.
 */
export async function countRefund(tx: Tx, of: Sold, { microUsd, isAll, wasPaid, now }: Refund): Promise<void> {
  const { productId, sellerId } = of;
  if (sellerId)
    await addToDay(tx, { id: productId, sellerId }, { day: dayOf(now), refunds: 1, refundMicroUsd: microUsd });
  // A sale that the chain reversed was already subtracted.
  if (!wasPaid) return;
  const data = { sales: { decrement: isAll ? 1 : 0 }, microUsd: { decrement: microUsd } };
  await tx.earnings.updateMany({ where: { id: { in: sellerId ? [productId, sellerId] : [productId] } }, data });
}

/**
 * Adds one sale to the earnings of what was sold and of its seller, or subtracts it when the chain reversed the
 * settlement, from the day on which it was settled. To be called once for each change of state, in its transaction. A
 * settled payment paid exactly its price.
 */
export async function countSale(tx: Tx, of: Sold, times: 1 | -1): Promise<void> {
  const { productId, sellerId, priceMicroUsd, paidAt } = of;
  const microUsd = BigInt(times) * priceMicroUsd;
  for (const id of sellerId ? [productId, sellerId] : [productId]) {
    await prepared(tx).run(ADD, [id, times, microUsd]);
  }
  if (!sellerId) return;
  if (!paidAt) throw new Error(`A sale of ${productId} is counted that was never settled.`);
  await addToDay(tx, { id: productId, sellerId }, { day: dayOf(paidAt), sales: times, microUsd });
}

/** Added to what is there. */
const ADD = `
  INSERT INTO "Earnings" ("id", "sales", "microUsd") VALUES (?, ?, ?)
  ON CONFLICT ("id") DO UPDATE SET
    "sales" = "Earnings"."sales" + excluded."sales",
    "microUsd" = "Earnings"."microUsd" + excluded."microUsd"`;
