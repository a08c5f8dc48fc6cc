import "server-only";
import type { File, Seller } from "@/generated/sqlite/client/client";
import { DAY } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { storesFree } from "@/lib/quota/stores-free";
import { settings } from "@/lib/settings/settings";
import { coveredDays } from "./file-state";
import { dateNeeded, requireNear } from "./read-on-sale-until";
import { DOWNLOAD_DAYS, ON_SALE_DEFAULT_DAYS } from "./schema";
import { storedForSale } from "./stored-until";

type Asked = {
  seller: Pick<Seller, "address" | "quotaBytes">;
  /** As it is, with the days of its current terms; null for a new one. */
  file: (File & { downloadDays: number | null }) | null;
  /** Undefined as they are, or the default; null without an end. */
  dates: { onSaleUntil: Date | null | undefined; downloadDays: number | null | undefined };
};

type CoveredBundle = {
  onSaleUntil: Date | null;
  downloadDays: number | null;
  /** Nobody pays for a bundle: its files are paid for. */
  keptUntil: null;
  keptBytes: null;
  isPaid: false;
};

/**
 * Makes sure that each file of a bundle is kept for what the bundle promises to its buyers. Where storage is free, also for this
 * seller, a bundle keeps its files by itself (`isNeeded`). Else it is on sale no longer than its last buyer is covered by the
 * storage of each of them (rule 11f): extend the files first.
 *
 * @param fileIds its members; by default those that it has
 * @throws AppError `invalid_date`, `storage_too_short` with `fileId`, `storedUntil` and `neededUntil`
 */
export async function coverBundle(
  tx: Tx,
  asked: Asked,
  now: Date,
  fileIds?: readonly string[],
): Promise<CoveredBundle> {
  const { seller, file, dates } = asked;
  const current = file === null ? DOWNLOAD_DAYS : file.downloadDays;
  const downloadDays = dates.downloadDays === undefined ? current : dates.downloadDays;
  const standard = new Date(now.getTime() + ON_SALE_DEFAULT_DAYS * DAY);
  const unsaid = file === null ? standard : file.onSaleUntil;
  const onSaleUntil = dates.onSaleUntil === undefined ? unsaid : dates.onSaleUntil;
  const covered = { downloadDays, keptUntil: null, keptBytes: null, isPaid: false } as const;
  if (!storesFree(seller)) {
    if (onSaleUntil === null && unsaid !== null) throw dateNeeded("onSaleUntil");
    if (downloadDays === null && (file === null || current !== null)) throw dateNeeded("downloadDays");
  }
  if (dates.onSaleUntil) requireNear(dates.onSaleUntil, now);
  if (settings().storage === null || storesFree(seller) || onSaleUntil === null) return { ...covered, onSaleUntil };
  const first = await findEndingFirst(tx, fileIds ?? (await readMemberIds(tx, file?.id ?? "")));
  if (first === null) return { ...covered, onSaleUntil };
  const last = new Date(first.storedUntil.getTime() - coveredDays(downloadDays) * DAY);
  if (onSaleUntil <= last) return { ...covered, onSaleUntil };
  // Nothing said: as long as it can be.
  if (file === null && dates.onSaleUntil === undefined && last > now) return { ...covered, onSaleUntil: last };
  // Shortening is always possible, but not with other files.
  if (
    fileIds === undefined &&
    file?.onSaleUntil &&
    onSaleUntil <= file.onSaleUntil &&
    coveredDays(downloadDays) <= coveredDays(current)
  ) {
    return { ...covered, onSaleUntil };
  }
  const neededUntil = new Date(onSaleUntil.getTime() + coveredDays(downloadDays) * DAY);
  throw new AppError("storage_too_short", {
    detail: `“${first.title}” is stored until ${day(first.storedUntil)}. For these dates it has to be stored until ${day(neededUntil)}: extend it first.`,
    members: {
      fileId: first.id,
      storedUntil: first.storedUntil.toISOString(),
      neededUntil: neededUntil.toISOString(),
    },
  });
}

/** The file whose storage ends first; null if none has an end. */
async function findEndingFirst(tx: Tx, fileIds: readonly string[]) {
  const files = await tx.file.findMany({ where: { id: { in: [...fileIds] } } });
  const ending = files.flatMap(({ id, title, ...dates }) => {
    const storedUntil = storedForSale(dates);
    return storedUntil ? [{ id, title, storedUntil }] : [];
  });
  return ending.toSorted((one, other) => one.storedUntil.getTime() - other.storedUntil.getTime())[0] ?? null;
}

async function readMemberIds(tx: Tx, bundleId: string): Promise<string[]> {
  const { versionId } = await tx.terms.findFirstOrThrow({ where: { fileId: bundleId, until: null } });
  const members = await tx.bundleMember.findMany({ where: { versionId }, select: { fileId: true } });
  return members.map(({ fileId }) => fileId);
}

const day = (date: Date) => date.toISOString().slice(0, 10);
