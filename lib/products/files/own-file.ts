import "server-only";
import { db } from "@/lib/db/client";
import { readEarnings } from "@/lib/earnings/earnings";
import { AppError } from "@/lib/errors";
import { formatUsd } from "@/lib/money";
import { readPending } from "@/lib/previews/read-pending";
import { readPreview, type Shown } from "@/lib/previews/read-previews";
import { unwrittenCounts } from "./counters";
import { fileInfo } from "./file-info";
import { type FileForSale, findFile } from "./find-file";
import type { OwnFile, OwnVersion } from "./schema";
import { readLastDownload } from "./stored-until";
import { type FileVersion, toVersion } from "./version";

/**
 * One of the seller's files, as the seller sees it.
 *
 * @throws AppError `file_not_found` for a file of somebody else, and one that was deleted
 */
export async function readFileOf(sellerId: string, fileId: string, now: Date): Promise<OwnFile> {
  const own = await db().file.findFirst({ where: { id: fileId, sellerId, removedAt: null }, select: { id: true } });
  if (!own) throw new AppError("file_not_found");
  return readOwnFile(fileId, now);
}

/** A file as its seller sees it, with its earnings. */
export async function readOwnFile(fileId: string, now: Date): Promise<OwnFile> {
  const [file, earningsOf, versions] = await Promise.all([
    findFile(fileId, now),
    readEarnings([fileId]),
    db().fileVersion.findMany({ where: { fileId } }),
  ]);
  if (!file) throw new Error(`File ${fileId} vanished.`);
  const lastDownload = await readLastDownload(file, now);
  const earnings = earningsOf(fileId);
  const unwritten = unwrittenCounts(fileId);
  const [shown, pending] = await Promise.all([readPreview(file), readPending([file.version.id])]);
  return {
    ...fileInfo(file, now, lastDownload, shown, "seller"),
    ...ownShown(file, shown, pending),
    paused: file.paused,
    listed: file.listed,
    onlySellerExtends: file.onlySellerExtends,
    views: file.views + unwritten.views,
    priceChecks: file.priceChecks + unwritten.priceChecks,
    sales: earnings.sales,
    received: formatUsd(earnings.microUsd),
    versions: ownVersions(versions.map(toVersion)),
  };
}

type ShowingFile = Pick<FileForSale, "withheldAt"> & { version: { id: string } };

/**
 * What a file shows, as its seller sees it.
 *
 * @param pending see `readPending`
 */
function ownShown(
  { version, withheldAt }: ShowingFile,
  { showing, covers }: Pick<Shown, "showing" | "covers">,
  pending: ReadonlySet<string>,
): Pick<OwnFile, "showing" | "previewsPending" | "covers"> {
  return { showing, previewsPending: pending.has(version.id), covers: withheldAt === null ? covers : [] };
}

/** A file's versions as their seller sees them, the newest first. */
function ownVersions(versions: readonly FileVersion[]): OwnVersion[] {
  return [...versions]
    .sort((one, other) => other.number - one.number)
    .map(({ number, name, size, sha256, newVersionFor, createdAt, bytesGoneAt }) => ({
      number,
      name,
      size,
      sha256,
      newVersionFor,
      createdAt: createdAt.toISOString(),
      bytesGoneAt: bytesGoneAt?.toISOString() ?? null,
    }));
}
