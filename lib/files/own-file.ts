import "server-only";
import { db } from "../db/client";
import { formatUsd } from "../money";
import { fileInfo } from "./file-info";
import { findFile } from "./find-file";
import type { OwnFile, OwnVersion } from "./schema";
import { readLastDownloadUntil } from "./stored-until";
import { type FileVersion, toVersion } from "./version";

/** A file as its creator sees it, with what it sold. */
export async function readOwnFile(fileId: string, now: Date): Promise<OwnFile> {
  const [file, earnings, versions] = await Promise.all([
    findFile(fileId, now),
    readEarnings(fileId),
    db().fileVersion.findMany({ where: { fileId } }),
  ]);
  if (!file) throw new Error(`File ${fileId} vanished.`);
  const lastDownloadUntil = await readLastDownloadUntil(fileId, file.version, now);
  return {
    ...fileInfo(file, now, lastDownloadUntil),
    paused: file.paused,
    views: file.views,
    priceChecks: file.priceChecks,
    sales: earnings.sales,
    received: formatUsd(earnings.microUsd),
    versions: ownVersions(versions.map(toVersion)),
  };
}

/** A file's versions as their seller sees them, the newest first. */
export function ownVersions(versions: readonly FileVersion[]): OwnVersion[] {
  return [...versions]
    .sort((one, other) => other.number - one.number)
    .map(({ number, name, size, sha256, opensTo, createdAt, bytesGoneAt }) => ({
      number,
      name,
      size,
      sha256,
      newVersionFor: opensTo,
      createdAt: createdAt.toISOString(),
      bytesGoneAt: bytesGoneAt?.toISOString() ?? null,
    }));
}

type Earnings = { sales: number; microUsd: bigint };

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
