import "server-only";
import { db } from "../db/client";
import { formatUsd } from "../money";
import { fileInfo } from "./file-info";
import type { FileForSale } from "./find-file";
import { findFile } from "./find-file";
import type { OwnFile } from "./schema";

/** A file as its creator sees it, with what it sold. */
export async function readOwnFile(fileId: string, now: Date): Promise<OwnFile> {
  const [file, earnings] = await Promise.all([findFile(fileId, now), readEarnings(fileId)]);
  if (!file) throw new Error(`File ${fileId} vanished.`);
  return toOwnFile(file, earnings, now);
}

type Earnings = { sales: number; microUsd: bigint };

function toOwnFile(file: FileForSale, { sales, microUsd }: Earnings, now: Date): OwnFile {
  const { paused, views, priceChecks } = file;
  return { ...fileInfo(file, now), paused, views, priceChecks, sales, received: formatUsd(microUsd) };
}

/** Each settled payment paid exactly the price of its terms, so counting per terms is exact. */
async function readEarnings(fileId: string): Promise<Earnings> {
  const sold = { fileId, state: "settled", purpose: "sale" };
  const rows = await db().terms.findMany({
    where: { fileId, payments: { some: sold } },
    select: { priceMicroUsd: true, _count: { select: { payments: { where: sold } } } },
  });
  return rows.reduce(
    (total, { priceMicroUsd, _count }) => ({
      sales: total.sales + _count.payments,
      microUsd: total.microUsd + BigInt(_count.payments) * priceMicroUsd,
    }),
    { sales: 0, microUsd: 0n },
  );
}
