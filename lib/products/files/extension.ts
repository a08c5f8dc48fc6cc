import "server-only";
import { DAY } from "@/lib/clock";
import type { Db, Tx } from "@/lib/db/client";
import { live } from "@/lib/entitlements/grant";
import { AppError } from "@/lib/errors";
import { storesFree } from "@/lib/quota/stores-free";
import { fileRef } from "./file-ref";
import { coveredDays } from "./file-state";
import { payableSince } from "./payable-terms";
import { storedAfterSale } from "./stored-until";

/** What has to be paid for to keep a file longer. */
type Extension = {
  /** How many bytes: what was paid for before, at least. So nobody keeps a large file for the price of a small version. */
  bytes: bigint;
  /** From when on the days count. */
  from: Date;
  /**
   * The fewest days. Of a file that nobody has paid for yet they cover all that was promised about it: paying for one must
   * not end its sale or anybody's access early, and it leaves the free room.
   */
  leastDays: number;
};

/**
 * What it takes to keep a file longer. Payments that are reserved are not counted: see `readReservedDays`.
 *
 * @returns null for a file that is kept without paying: its seller stores for free, or something without an end was promised
 * @throws AppError `file_not_found`
 */
export async function readExtension(client: Db | Tx, fileId: string, now: Date): Promise<Extension | null> {
  const file = await client.file.findUnique({ where: { id: fileId }, include: { seller: true, versions: true } });
  if (!file) throw new AppError("file_not_found");
  const stored = file.versions.filter(({ bytesGoneAt }) => bytesGoneAt === null);
  if (file.keptUntil !== null) {
    const paid = file.keptBytes ?? 0n;
    const current = stored.find(({ replacedAt }) => replacedAt === null)?.size ?? 0n;
    return { bytes: current > paid ? current : paid, from: latest(file.keptUntil, now), leastDays: 1 };
  }
  const promised = storesFree(file.seller) ? null : await readPromisedUntil(client, file, now);
  if (promised === null) return null;
  const bytes = stored.reduce((sum, { size }) => sum + size, 0n);
  return { bytes, from: now, leastDays: daysBetween(now, promised) };
}

/** Whether the bytes that are sold are deleted: then more time would keep at most what earlier buyers have. */
export async function isCurrentGone(client: Db | Tx, file: { id: string; bytesGone: boolean }): Promise<boolean> {
  if (file.bytesGone) return true;
  const where = { fileId: file.id, replacedAt: null, bytesGoneAt: { not: null } };
  return (await client.fileVersion.findFirst({ where, select: { id: true } })) !== null;
}

/** The same, where somebody has to pay. @throws AppError `storage_is_free` */
export async function requireExtension(client: Db | Tx, fileId: string, now: Date): Promise<Extension> {
  const extension = await readExtension(client, fileId, now);
  if (extension) return extension;
  throw new AppError("storage_is_free", { detail: "This file is kept without paying for it." });
}

/**
 * Until when the bytes of a file are needed that nobody pays for: its sale, the time after it, and its last buyer.
 *
 * @returns null if something was promised without an end
 */
export async function readPromisedUntil(
  client: Db | Tx,
  { id: fileId, onSaleUntil }: { id: string; onSaleUntil: Date | null },
  now: Date,
): Promise<Date | null> {
  if (onSaleUntil === null) return null;
  const terms = await client.terms.findMany({
    where: { fileId, revokedAt: null, OR: [{ until: null }, { until: { gt: payableSince(now) } }] },
    select: { downloadDays: true },
  });
  if (terms.some(({ downloadDays }) => downloadDays === null)) return null;
  const grants = { ...fileRef(fileId), ...live(now) };
  // Without an end come first.
  const last = await client.entitlement.findFirst({
    where: grants,
    orderBy: { until: { sort: "desc", nulls: "first" } },
    select: { until: true },
  });
  if (last && last.until === null) return null;
  const longest = Math.max(...terms.map(({ downloadDays }) => coveredDays(downloadDays) * DAY), storedAfterSale);
  return latest(new Date(onSaleUntil.getTime() + longest), last?.until ?? now);
}

/** Days that are being paid for: they count for the file once they are settled. */
export async function readReservedDays(client: Db | Tx, fileId: string): Promise<number> {
  const reserved = await client.storagePurchase.aggregate({
    where: { fileId, kind: { in: ["file", "uploaded"] }, state: "reserved" },
    _sum: { days: true },
  });
  return reserved._sum.days ?? 0;
}

/** How many whole days cover the time between; at least one. */
export function daysBetween(from: Date, to: Date): number {
  return Math.max(1, Math.ceil((to.getTime() - from.getTime()) / DAY));
}

export const latest = (one: Date, other: Date) => (one > other ? one : other);
