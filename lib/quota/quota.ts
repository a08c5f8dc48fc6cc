import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { AppError } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";
import { UNPAID_SAMPLE } from "./unpaid-sample";

type Owner = { address: string; quotaBytes: bigint | null };

/**
 * The limit of one seller, in bytes: what the operator chose for the seller, else `SELLER_QUOTA`. That is for strangers: a
 * seller whom the operator named in `SELLERS` has no limit unless one was chosen.
 */
export function quotaOf({ address, quotaBytes }: Owner): bigint | null {
  if (quotaBytes !== null) return quotaBytes;
  const { sellers, namedSellers, sellerQuota } = settings();
  const isStranger = sellers === "open" && !namedSellers.some((named) => named === address);
  return isStranger && sellerQuota !== undefined ? BigInt(sellerQuota) : null;
}

/** The bytes of a seller's files that are stored now: every version that is not deleted, on sale or not, and samples. */
export async function readStoredBytes(client: Db | Tx, sellerId: string): Promise<bigint> {
  const stored = await client.fileVersion.aggregate({
    where: { file: { sellerId }, bytesGoneAt: null, bundled: false },
    _sum: { size: true },
  });
  return (stored._sum.size ?? 0n) + (await readSamples(client, sellerId, "all"));
}

/** Files of the seller's own that anybody may download. With what is paid for comes a sample as large as that. */
async function readSamples(client: Db | Tx, sellerId: string, which: "all" | "unpaid"): Promise<bigint> {
  const sql = which === "all" ? SAMPLES : `${SAMPLES} AND ${UNPAID_SAMPLE}`;
  const [[bytes] = []] = (await prepared(client).all(sql, [sellerId], ["BigInt"])) as (bigint | null)[][];
  return bytes ?? 0n;
}

const SAMPLES = `
  SELECT SUM(p."size") FROM "File" f CROSS JOIN "Picture" p
    WHERE f."creatorId" = ? AND p."fileId" = f."id" AND p."kind" = 'sample' AND p."state" = 'shown'`;

/**
 * What counts against a seller's quota: all that is stored, but what is paid for. That pays for versions up to the size that
 * was paid for, and for twice as much of versions that were replaced and are kept for their buyers.
 */
async function readCountedBytes(client: Db | Tx, sellerId: string): Promise<bigint> {
  const [[bytes] = []] = (await prepared(client).all(COUNTED, [sellerId], ["BigInt"])) as (bigint | null)[][];
  return (bytes ?? 0n) + (await readSamples(client, sellerId, "unpaid"));
}

/** A cross join, so that SQLite begins with the seller's files: else it reads the versions of all sellers. */
const COUNTED = `
  SELECT SUM(CASE
      WHEN "paid" IS NULL THEN "small" + "large"
      WHEN "small" > 3 * "paid" THEN "large" + "small" - 3 * "paid"
      ELSE "large" END) AS "bytes"
    FROM (
      SELECT f."id",
          CASE WHEN f."keptUntil" IS NULL THEN NULL ELSE f."keptBytes" END AS "paid",
          SUM(CASE WHEN f."keptUntil" IS NOT NULL AND v."size" > f."keptBytes" THEN v."size" ELSE 0 END) AS "large",
          SUM(CASE WHEN f."keptUntil" IS NOT NULL AND v."size" > f."keptBytes" THEN 0 ELSE v."size" END) AS "small"
        FROM "File" f CROSS JOIN "FileVersion" v
        WHERE f."creatorId" = ? AND v."fileId" = f."id" AND v."bytesGoneAt" IS NULL AND v."bundled" = FALSE
        GROUP BY f."id", f."keptUntil", f."keptBytes") AS "stored"`;

/**
 * Checks that `bytes` more fit. Inside the transaction that adds them, so that two uploads at once cannot both take the last
 * of the space.
 *
 * @throws AppError `seller_quota`, with `used`, `limit` and `size` in bytes
 */
export async function requireQuota(client: Db | Tx, sellerId: string, bytes: bigint): Promise<void> {
  const seller = await client.seller.findUnique({
    where: { id: sellerId },
    select: { address: true, quotaBytes: true },
  });
  const limit = seller && quotaOf(seller);
  if (limit === null) return;
  const used = await readCountedBytes(client, sellerId);
  if (used + bytes <= limit) return;
  throw new AppError("seller_quota", {
    detail:
      `Your files take ${megabytes(used)} of the ${megabytes(limit)} that you may store here, and this one has ` +
      `${megabytes(bytes)}. Delete files that you no longer sell, or ask the operator for more.`,
    members: { used: Number(used), limit: Number(limit), size: Number(bytes) },
  });
}

function megabytes(bytes: bigint): string {
  return `${(Number(bytes) / 1e6).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
