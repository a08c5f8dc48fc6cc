import "server-only";
import { db, type Tx } from "@/lib/db/client";

/** Settled sales, and what they brought in micro-USD. */
export type Earnings = { sales: number; microUsd: bigint };

const nothing: Earnings = { sales: 0, microUsd: 0n };

/** What a file sold, or all files of a seller, those that were deleted included. */
type EarningsOf = (fileOrSellerId: string) => Earnings;

/** Reads the earnings of some files and sellers at once, without looking at a single payment. */
export async function readEarnings(ids: readonly string[]): Promise<EarningsOf> {
  const rows = await db().earnings.findMany({ where: { id: { in: [...ids] } } });
  const byId = new Map(rows.map(({ id, ...earnings }) => [id, earnings]));
  return (id) => byId.get(id) ?? nothing;
}

/**
 * Takes what a refund gave back from what the file and its seller earned; where nothing is left of the sale, the sale too.
 * To be called once for each refund, in its transaction.
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
 * Adds one sale to what its file and its seller earned, or takes it away when the chain took the settlement away. To be
 * called once for each change of state, in its transaction. A settled payment paid exactly the price of its terms.
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
