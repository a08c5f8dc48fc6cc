import "server-only";
import type { File, Seller, Upload } from "@/generated/sqlite/client/client";
import { DAY } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import type { AppError } from "@/lib/errors";
import { fitsIntoFreeRoom } from "@/lib/quota/free-room";
import { storesFree } from "@/lib/quota/stores-free";
import { settings } from "@/lib/settings/settings";
import { coverBundle } from "./cover-bundle";
import { coverVersion, type Kept, paidUntil, readDifference, readWanted } from "./cover-bytes";
import { daysBetween, latest, readReservedDays, requireExtension } from "./extension";
import { coveredDays, coveredSale, type SaleEnd, saleEndsAt } from "./file-state";
import { isBundle } from "./is-bundle";
import { dateNeeded, requireNear, tooFar } from "./read-on-sale-until";
import { DOWNLOAD_DAYS, ON_SALE_DEFAULT_DAYS } from "./schema";
import { fileStorageUrl, type Missing, storageTooShort, storageUnpaid, uploadStorageUrl } from "./unpaid";

/** The dates that somebody asks for: undefined as they are, or the default; null without an end. */
type Dates = { onSaleUntil: Date | null | undefined; downloadDays: number | null | undefined };

type Change = {
  seller: Pick<Seller, "address" | "quotaBytes">;
  /** As it is, with the days of its current terms; null for a new one. */
  file: (File & { downloadDays: number | null }) | null;
  /** Whose bytes are to be its next version; null if they stay. */
  uploadId: string | null;
  dates: Dates;
};

type Bytes = Kept & {
  /** Whether somebody pays for the new version: then it counts against no quota. */
  isPaid: boolean;
};

/** The rows to write. */
type Covered = Bytes & { onSaleUntil: Date | null; downloadDays: number | null };

type Asked = Omit<Change, "uploadId"> & {
  upload: Upload | null;
  downloadDays: number | null;
  /** Neither is storage free here, nor for this seller. */
  hasToPay: boolean;
  now: Date;
};

/**
 * Makes sure that what is promised to buyers is covered, for a new file and for each change of dates or bytes. Inside the
 * transaction that writes it, which holds the file's row.
 *
 * Where storage is free, also for this seller, dates have their limits, and none may be without an end but those of sellers
 * who store for free and of files that were paid for. Else a file is paid for, and its last buyer is covered (rule 11); or
 * it fits into the free room, with the limits of free storage. Nothing said, a file that was paid for is on sale as long as
 * its buyers are covered. Shortening is always possible.
 *
 * @throws AppError `storage_unpaid`, `storage_too_short`, `invalid_date`
 */
export async function requireCovered(tx: Tx, { seller, file, uploadId, dates }: Change, now: Date): Promise<Covered> {
  if (file !== null && (await isBundle(tx, file.id))) return coverBundle(tx, { seller, file, dates }, now);
  // Read here: it may have been paid for while this request was under way.
  const upload = uploadId === null ? null : await tx.upload.findUniqueOrThrow({ where: { id: uploadId } });
  const current = file === null ? DOWNLOAD_DAYS : file.downloadDays;
  const downloadDays = dates.downloadDays === undefined ? current : dates.downloadDays;
  const hasToPay = settings().storage !== null && !storesFree(seller);
  const asked: Asked = { seller, file, upload, dates, downloadDays, hasToPay, now };
  const kept = await coverBytes(tx, asked);
  const onSaleUntil =
    kept.keptUntil === null ? await coverUnpaid(tx, asked) : coverPaid(asked, { ...kept, keptUntil: kept.keptUntil });
  return { ...kept, onSaleUntil, downloadDays };
}

const nobodyPays: Bytes = { keptUntil: null, keptBytes: null, isPaid: false };

async function coverBytes(tx: Tx, asked: Asked): Promise<Bytes> {
  const { file, upload, hasToPay, now } = asked;
  const asBefore = { keptUntil: file?.keptUntil ?? null, keptBytes: file?.keptBytes ?? null, isPaid: false };
  if (upload === null) return asBefore;
  const own = paidUntil(upload);
  const kept = file ? await coverVersion(tx, file, upload, now) : own && { keptUntil: own, keptBytes: upload.size };
  if (kept) return { ...kept, isPaid: true };
  const wasPaid = file !== null && file.keptUntil !== null;
  const missing = file && (await readDifference(tx, file, upload, now));
  // What was paid for stays paid for; the quota of a seller who stores for free has room for the rest, or not.
  if (!hasToPay) return missing ? asBefore : nobodyPays;
  if (file && missing) throw unpaidVersion(file.id, upload.id, missing);
  // While somebody pays for the file as it is, it does not grow.
  const isBeingPaid = file !== null && (await readReservedDays(tx, file.id)) > 0;
  if (!wasPaid && !isBeingPaid && (await fitsIntoFreeRoom(tx, upload.size))) return nobodyPays;
  throw await unpaidUpload(tx, asked, upload);
}

/** A file that somebody pays for. */
function coverPaid({ file, upload, dates, downloadDays, hasToPay, now }: Asked, kept: Kept & { keptUntil: Date }) {
  const { keptUntil, keptBytes } = kept;
  const covered = coveredSale(keptUntil, downloadDays);
  const unsaid = file ? file.onSaleUntil : hasToPay || covered > now ? covered : defaultEnd(now, ON_SALE_DEFAULT_DAYS);
  const onSaleUntil = dates.onSaleUntil === undefined ? unsaid : dates.onSaleUntil;
  if (!hasToPay) {
    if (onSaleUntil && dates.onSaleUntil !== undefined && onSaleUntil > covered) requireNear(onSaleUntil, now);
    return onSaleUntil;
  }
  const before = file?.keptUntil && file.keptUntil <= keptUntil ? { ...file, terms: file } : null;
  if (before && !isLonger(before, { onSaleUntil, keptUntil, terms: { downloadDays } })) return onSaleUntil;
  // Without a date the sale ends by itself, but first it has to begin.
  const isSaid = file === null ? dates.onSaleUntil !== undefined : true;
  const end = isSaid && onSaleUntil !== null ? onSaleUntil : latest(covered, tomorrow(now));
  if (end <= covered) return onSaleUntil;
  const neededUntil = lastDownload(end, downloadDays);
  requireWithinCap(neededUntil, downloadDays, now);
  const storageUrl = file ? fileStorageUrl(file.id) : uploadStorageUrl(upload?.id ?? "");
  const missing = { storageUrl, size: keptBytes ?? 0n, days: daysBetween(latest(keptUntil, now), neededUntil) };
  throw storageTooShort(missing, keptUntil, neededUntil);
}

/** A file for which nobody pays: its dates have limits. */
async function coverUnpaid(tx: Tx, asked: Asked): Promise<Date | null> {
  const { seller, file, upload, dates, downloadDays, hasToPay, now } = asked;
  const unsaid = file ? file.onSaleUntil : defaultEnd(now, ON_SALE_DEFAULT_DAYS);
  const onSaleUntil = dates.onSaleUntil === undefined ? unsaid : dates.onSaleUntil;
  const endless = (
    [
      ["onSaleUntil", onSaleUntil === null && (file === null || file.onSaleUntil !== null)],
      ["downloadDays", downloadDays === null && (file === null || file.downloadDays !== null)],
    ] as const
  ).find(([, isNew]) => isNew);
  if (endless && !storesFree(seller)) throw hasToPay ? await unpaidDates(tx, asked) : dateNeeded(endless[0]);
  if (onSaleUntil && dates.onSaleUntil !== undefined) requireNear(onSaleUntil, now);
  const after = { onSaleUntil, keptUntil: null, terms: { downloadDays } };
  if (!hasToPay || file === null || !isLonger({ ...file, terms: file }, after)) return onSaleUntil;
  // It stays longer in the free room: not where others wait for it.
  if (await fitsIntoFreeRoom(tx, upload?.size ?? 0n)) return onSaleUntil;
  throw await unpaidDates(tx, asked);
}

/** Whether these dates promise more than those before: a later end of the sale, or more days to download. */
function isLonger(before: SaleEnd, after: SaleEnd): boolean {
  const end = (one: SaleEnd) => saleEndsAt(one)?.getTime() ?? Number.POSITIVE_INFINITY;
  const days = ({ keptUntil, terms }: SaleEnd) =>
    keptUntil === null ? (terms.downloadDays ?? Number.POSITIVE_INFINITY) : coveredDays(terms.downloadDays);
  return end(after) > end(before) || days(after) > days(before);
}

/** An upload that has to be paid for, with the dates that were asked for. */
async function unpaidUpload(tx: Tx, asked: Asked, upload: Upload): Promise<AppError> {
  const { file, now } = asked;
  // What is kept for earlier buyers has to be paid for as well: then the file is.
  if (file !== null && (await readWanted(tx, file.id, now)) > upload.size) return unpaidDates(tx, asked);
  const from = upload.finishedAt ?? upload.createdAt;
  const days = daysBetween(from, neededUntil(asked));
  const missing = { storageUrl: uploadStorageUrl(upload.id), size: upload.size, days };
  return storageUnpaid(missing, `Pay for keeping this file for ${days} days, then publish it.`);
}

function unpaidVersion(fileId: string, uploadId: string, missing: Omit<Missing, "storageUrl">) {
  const detail = "More bytes than were paid for: pay the difference, then send the same request again.";
  return storageUnpaid({ ...missing, storageUrl: uploadStorageUrl(uploadId) }, detail, fileId);
}

/** A file that has to be paid for, so that it gets the dates that were asked for. */
async function unpaidDates(tx: Tx, asked: Asked): Promise<AppError> {
  const { file, upload, now } = asked;
  if (file === null) return upload ? unpaidUpload(tx, asked, upload) : dateNeeded("onSaleUntil");
  const { bytes, from, leastDays } = await requireExtension(tx, file.id, now);
  const days = Math.max(leastDays, daysBetween(from, neededUntil(asked)));
  const missing = { storageUrl: fileStorageUrl(file.id), size: bytes, days };
  return storageUnpaid(missing, `Pay for keeping this file for ${days} days, then send the same request again.`);
}

/** Until when the bytes are needed for these dates. */
function neededUntil({ file, dates, downloadDays, now }: Asked): Date {
  const { maxDays } = settings().storage ?? { maxDays: 0 };
  const said = dates.onSaleUntil === undefined ? file?.onSaleUntil : dates.onSaleUntil;
  // Without a date: the default, or as much of it as can be paid for.
  const most = Math.max(1, Math.min(ON_SALE_DEFAULT_DAYS, maxDays - coveredDays(downloadDays)));
  const end = said && said > now ? said : defaultEnd(now, most);
  const needed = lastDownload(end, downloadDays);
  requireWithinCap(needed, downloadDays, now);
  return needed;
}

/** @throws AppError `invalid_date` for a date that is further away than can be paid for */
function requireWithinCap(needed: Date, downloadDays: number | null, now: Date): void {
  const { maxDays } = settings().storage ?? { maxDays: 0 };
  if (needed.getTime() > now.getTime() + maxDays * DAY) throw tooFar(Math.max(1, maxDays - coveredDays(downloadDays)));
}

const lastDownload = (end: Date, downloadDays: number | null) =>
  new Date(end.getTime() + coveredDays(downloadDays) * DAY);
const defaultEnd = (now: Date, days: number) => new Date(now.getTime() + days * DAY);
const tomorrow = (now: Date) => defaultEnd(now, 1);
