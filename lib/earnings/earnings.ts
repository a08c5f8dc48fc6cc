import "server-only";
import { db, type Tx } from "@/lib/db/client";

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

/**
 * Subtracts a refund from the earnings of the file and its seller; if nothing is left of the sale, the sale too. To be
 * called once for each refund, in its transaction.
 */
export async function countRefund(
  tx: Tx,
  { fileId, sellerId }: { fileId: string; sellerId: string | null },
  { microUsd, sales }: Earnings,
): Promise<void> {
  const data = { sales: { decrement: sales }, microUsd: { decrement: microUsd } };
  await tx.earnings.updateMany({ where: { id: { in: sellerId ? [fileId, sellerId] : [fileId] } }, data });
}

/**
 * Adds one sale to the earnings of its file and its seller, or subtracts it when the chain reversed the settlement. To
 * be called once for each change of state, in its transaction. A settled payment paid exactly the price of its terms.
 */
export async function countSale(tx: Tx, { termsId }: { termsId: string }, times: 1 | -1): Promise<void> {
  // One statement, since a buyer waits for it: for the file and for its seller, added to what is there.
  await tx.$executeRaw`
    INSERT INTO "Earnings" ("id", "sales", "microUsd")
    SELECT "fileId", ${times}, ${times} * "priceMicroUsd" FROM "Terms" WHERE "id" = ${termsId}
    UNION ALL
    SELECT "File"."creatorId", ${times}, ${times} * "Terms"."priceMicroUsd"
    FROM "Terms" JOIN "File" ON "File"."id" = "Terms"."fileId" WHERE "Terms"."id" = ${termsId}
    ON CONFLICT ("id") DO UPDATE SET
      "sales" = "Earnings"."sales" + excluded."sales",
      "microUsd" = "Earnings"."microUsd" + excluded."microUsd"`;
}
