import "server-only";
import type { File, Upload } from "@/generated/sqlite/client/client";
import { DAY } from "@/lib/clock";
import type { Db, Tx } from "@/lib/db/client";
import { daysBetween, latest, readPromisedUntil, readReservedDays } from "./extension";
import { payableSince } from "./payable-terms";
import { isNeeded } from "./still-needed";
import { toVersion } from "./version";

/** How many versions of the paid size may be kept for earlier buyers. One at least may be in the way of a quick correction. */
const COPIES_KEPT = 2n;

/** Until when the storage of a file is paid for, and how large a version may be for that; null if nobody pays. */
export type Kept = { keptUntil: Date | null; keptBytes: bigint | null };

/** Until when an upload is paid for by itself: its days begin with its last byte. */
export function paidUntil({ paidDays, finishedAt, createdAt }: Upload): Date | null {
  return paidDays === null ? null : new Date((finishedAt ?? createdAt).getTime() + paidDays * DAY);
}

/**
 * What pays for the bytes of a new version of a file.
 *
 * A larger one needs a payment of its own, up to the date that is paid for, reservations included: else somebody could pay
 * for one byte and store gigabytes, or pay for gigabytes for a day and for years of one byte. Versions that were replaced and
 * are kept for their buyers may take twice as much again, and no more: else each replacement would leave a copy behind.
 *
 * @returns null if nothing pays for it
 */
export async function coverVersion(tx: Tx, file: File, upload: Upload, now: Date): Promise<Kept | null> {
  const until = paidUntil(upload);
  const { size } = upload;
  if (until && until > now && (await coversFile(tx, file, { size, until }, now))) {
    return { keptUntil: until, keptBytes: size };
  }
  const { keptUntil, keptBytes } = file;
  if (keptUntil === null || keptUntil <= now) return null;
  if (await fits(tx, file, upload, now)) return { keptUntil, keptBytes };
  const paid = keptBytes ?? 0n;
  const reserved = (await readReservedDays(tx, file.id)) * DAY;
  const needed = new Date(keptUntil.getTime() + reserved);
  const larger = { keptUntil, keptBytes: size > paid ? size : paid };
  if (until && until >= needed) {
    // Without those that are being paid for: they are added once they are settled.
    const own = size > paid ? new Date(until.getTime() - reserved) : keptUntil;
    return { ...larger, keptUntil: latest(keptUntil, own) };
  }
  return (await isDifferencePaid(tx, file, upload, needed, now)) ? larger : null;
}

/** The bytes of all versions that somebody may still want, also a buyer who is paying just now. */
export async function readWanted(client: Db | Tx, fileId: string, now: Date): Promise<bigint> {
  const versions = await client.fileVersion.findMany({ where: { fileId, bytesGoneAt: null } });
  let bytes = 0n;
  for (const row of versions) {
    const isShown = row.replacedAt === null || row.replacedAt > payableSince(now);
    if (isShown || (await isNeeded(client, toVersion(row), fileId, now))) bytes += row.size;
  }
  return bytes;
}

/** Whether an upload that is paid for until then may decide until when the whole file is paid for. */
async function coversFile(
  tx: Tx,
  file: File,
  { size, until }: { size: bigint; until: Date },
  now: Date,
): Promise<boolean> {
  if (size < (await readWanted(tx, file.id, now))) return false;
  const reserved = await readReservedDays(tx, file.id);
  // Those days are being paid for as few bytes as it has now.
  if (reserved > 0 && size > (file.keptBytes ?? 0n)) return false;
  if (file.keptUntil !== null) return until.getTime() >= latest(file.keptUntil, now).getTime() + reserved * DAY;
  const promised = await readPromisedUntil(tx, file, now);
  return promised !== null && until >= promised;
}

/** Whether it was paid for that this upload is larger, for all the time that the file is kept. */
async function isDifferencePaid(tx: Tx, file: File, upload: Upload, needed: Date, now: Date): Promise<boolean> {
  if (upload.paidForFileId !== file.id) return false;
  const paid = await tx.storagePurchase.findMany({ where: { uploadId: upload.id, kind: "larger", state: "paid" } });
  const size = await readDifferenceSize(tx, file, upload, now);
  return paid.some((row) => row.createdAt.getTime() + row.days * DAY >= needed.getTime() && row.size >= size);
}

/**
 * For how many bytes a version has to be paid: what it is larger; or all of it if it is one copy too many, also of the size that
 * would be paid for then. Else a version that is one byte larger would bring room for a whole copy.
 */
async function readDifferenceSize(
  client: Db | Tx,
  { id, keptBytes }: Pick<File, "id" | "keptBytes">,
  { size }: Pick<Upload, "size">,
  now: Date,
): Promise<bigint> {
  const paid = keptBytes ?? 0n;
  if (size <= paid || (await readWanted(client, id, now)) > COPIES_KEPT * size) return size;
  return size - paid;
}

/**
 * What has to be paid so that an upload may replace the bytes of a file: `larger` storage, for the time that is paid for.
 *
 * @returns null for a file whose storage is not paid for, or no longer: then the upload or the file is paid for as usual. `size` 0
 *   where nothing is missing
 */
export async function readDifference(
  client: Db | Tx,
  file: Pick<File, "id" | "keptUntil" | "keptBytes">,
  upload: Pick<Upload, "size">,
  now: Date,
): Promise<{ size: bigint; days: number } | null> {
  const { keptUntil } = file;
  if (keptUntil === null || keptUntil <= now) return null;
  const reserved = (await readReservedDays(client, file.id)) * DAY;
  const days = daysBetween(now, new Date(keptUntil.getTime() + reserved));
  if (await fits(client, file, upload, now)) return { size: 0n, days };
  return { size: await readDifferenceSize(client, file, upload, now), days };
}

/** Whether what was paid for covers a version, beside those that somebody may still want. */
async function fits(
  client: Db | Tx,
  { id, keptBytes }: Pick<File, "id" | "keptBytes">,
  { size }: Pick<Upload, "size">,
  now: Date,
): Promise<boolean> {
  const paid = keptBytes ?? 0n;
  return size <= paid && (await readWanted(client, id, now)) <= COPIES_KEPT * paid;
}
