import "server-only";
import { db, type Tx } from "../db/client";

/** Settled sales, and what they brought in micro-USD. */
export type Earnings = { sales: number; microUsd: bigint };

const nothing: Earnings = { sales: 0, microUsd: 0n };

/** What a file sold, or all files of a creator, those that were deleted included. */
export type EarningsOf = (fileOrCreatorId: string) => Earnings;

/** Reads the earnings of some files and creators at once, without looking at a single payment. */
export async function readEarnings(ids: readonly string[]): Promise<EarningsOf> {
  const rows = await db().earnings.findMany({ where: { id: { in: [...ids] } } });
  const byId = new Map(rows.map(({ id, ...earnings }) => [id, earnings]));
  return (id) => byId.get(id) ?? nothing;
}

/**
 * Adds one sale to what its file and its seller earned. To be called once for each payment, in the transaction that
 * settles it. A settled payment paid exactly the price of the terms it names.
 */
export async function countSale(tx: Tx, { fileId, termsId }: { fileId: string; termsId: string }): Promise<void> {
  const { priceMicroUsd, file } = await tx.terms.findUniqueOrThrow({
    where: { id: termsId },
    select: { priceMicroUsd: true, file: { select: { creatorId: true } } },
  });
  for (const id of [fileId, file.creatorId]) {
    await tx.earnings.upsert({
      where: { id },
      create: { id, sales: 1, microUsd: priceMicroUsd },
      update: { sales: { increment: 1 }, microUsd: { increment: priceMicroUsd } },
    });
  }
}
