import "server-only";
import type { Tx } from "@/lib/db/client";
import { fitsIntoFreeRoom } from "@/lib/quota/free-room";
import { storesFree } from "@/lib/quota/stores-free";
import { settings } from "@/lib/settings/settings";
import { daysBetween, latest, requireExtension } from "./extension";
import { storedForSale } from "./stored-until";
import { fileStorageUrl, storageTooShort, storageUnpaid } from "./unpaid";

/**
 * Until when gifts of a file last, of a seller who does not store for free: a gift keeps the bytes, so it is covered like a
 * sale. Inside the transaction that makes them.
 *
 * @param wanted.isSaid false for a default, which is shortened instead
 * @throws AppError `storage_too_short`; `storage_unpaid` where the free room is full
 */
export async function coverGifts(
  tx: Tx,
  fileId: string,
  { until, isSaid }: { until: Date; isSaid: boolean },
  now: Date,
): Promise<Date> {
  const file = await tx.file.findUniqueOrThrow({ where: { id: fileId }, include: { seller: true } });
  if (settings().storage === null || storesFree(file.seller)) return until;
  const stored = storedForSale(file);
  if (stored === null || until <= stored) return until;
  if (!isSaid && stored > now) return stored;
  const storageUrl = fileStorageUrl(fileId);
  if (file.keptUntil !== null) {
    const missing = { storageUrl, size: file.keptBytes ?? 0n, days: daysBetween(latest(file.keptUntil, now), until) };
    throw storageTooShort(missing, file.keptUntil, until);
  }
  if (await fitsIntoFreeRoom(tx, 0n)) return until;
  const { bytes, from, leastDays } = await requireExtension(tx, fileId, now);
  const days = Math.max(leastDays, daysBetween(from, until));
  throw storageUnpaid({ storageUrl, size: bytes, days }, `Pay for keeping this file for ${days} days first.`);
}
