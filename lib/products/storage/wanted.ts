import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { readDifference } from "@/lib/products/files/cover-bytes";
import { isCurrentGone, requireExtension } from "@/lib/products/files/extension";
import { requireNoBundle } from "@/lib/products/files/is-bundle";
import { stoppedCode, whatIsStopped } from "@/lib/products/files/what-is-stopped";
import { checkSize } from "@/lib/uploads/admission/check-size";
import { findUpload } from "@/lib/uploads/admission/find-upload";
import { readMostDays, tooLong } from "./most-days";
import { readDays, tooFewDays } from "./read-days";
import { requestKeyOf } from "./request-key";
import type { Wanted } from "./storage-ref";

/**
 * What somebody asks to be kept, checked as far as it can be before anybody pays. The transaction that reserves a payment
 * checks again (`requireStillPossible`).
 */

function named(wanted: Omit<Wanted, "requestKey">, idempotencyKey: string | null): Wanted {
  return { ...wanted, requestKey: requestKeyOf(wanted, idempotencyKey) };
}

/**
 * Room for an upload that is to come.
 *
 * @param of.size bytes
 * @throws AppError `empty_file`, `file_too_large`, `invalid_days`, `storage_is_free`
 */
export function wantUpload(of: { size: number; days: number; name: string }, idempotencyKey: string | null): Wanted {
  checkSize(of.size);
  const days = readDays(of.days);
  const { size, name } = of;
  return named({ kind: "upload", targetId: null, fileId: null, size: BigInt(size), days, name }, idempotencyKey);
}

type WithToken = { uploadId: string; token: string | null };

/**
 * Days for an unclaimed upload that is here, from its last byte on.
 *
 * @throws AppError `upload_not_found` (also for a wrong token), `upload_expired`, `invalid_days`, `storage_is_free`; for bytes that
 *   may not be sold the reason
 */
export async function wantUploaded(
  { uploadId, token, days }: WithToken & { days: number },
  idempotencyKey: string | null,
  now: Date,
): Promise<Wanted> {
  const asked = readDays(days);
  const { size } = await findKeepable(uploadId, token, now);
  return named({ kind: "uploaded", targetId: uploadId, fileId: null, size, days: asked, name: null }, idempotencyKey);
}

/**
 * What an upload has more than was paid for a file whose bytes it is to replace, for as long as that is kept.
 *
 * @throws AppError the same; `file_not_found` for a file whose storage is not paid for, `storage_is_free` where it is not larger
 */
export async function wantLarger(
  { uploadId, token, replacesFileId }: WithToken & { replacesFileId: string },
  idempotencyKey: string | null,
  now: Date,
): Promise<Wanted> {
  const upload = await findKeepable(uploadId, token, now);
  const file = await db().file.findUnique({ where: { id: replacesFileId } });
  const missing = file && file.removedAt === null ? await readDifference(db(), file, upload, now) : null;
  if (!file || !missing) throw new AppError("file_not_found");
  const { size, days } = missing;
  if (size === 0n)
    throw new AppError("storage_is_free", { detail: "The new version is not larger than what was paid for." });
  const target = { kind: "larger", targetId: uploadId, fileId: file.id } as const;
  return named({ ...target, size, days, name: null }, idempotencyKey);
}

async function findKeepable(uploadId: string, token: string | null, now: Date) {
  const row = await findUpload(uploadId, token, now);
  if (row.state === "refused") throw new AppError(row.refusal as "malware_found");
  return row;
}

/**
 * More time for a file. Anybody may pay for it, unless its seller forbids that (rule 11e).
 *
 * @param by.isSellers whether its seller asks
 * @returns with `closed`, why nobody can buy it now: `file_suspended`, `file_withheld`, `file_removed`, `bytes_gone`,
 *   `extending_forbidden`, `storage_too_long`
 * @throws AppError `file_not_found`, `storage_is_free`; `invalid_days` also for fewer than cover what was promised about a file
 *   that nobody has paid for yet
 */
export async function wantExtension(
  { fileId, days }: { fileId: string; days: number },
  { isSellers }: { isSellers: boolean },
  idempotencyKey: string | null,
  now: Date,
): Promise<{ wanted: Wanted; closed: AppError | null; sellerId: string }> {
  const asked = readDays(days);
  const file = await db().file.findUnique({ where: { id: fileId } });
  if (!file) throw new AppError("file_not_found");
  await requireNoBundle(db(), fileId);
  const extension = await requireExtension(db(), fileId, now);
  const { bytes: size, leastDays: min } = extension;
  const max = await readMostDays(db(), fileId, extension.from, now);
  if (asked < min)
    throw tooFewDays(`Pay for ${min} days at least: what was promised to buyers is paid for first.`, { min, max });
  const target = { kind: "file", targetId: fileId, fileId: null } as const;
  const wanted = named({ ...target, size, days: asked, name: null }, idempotencyKey);
  const isForbidden = file.onlySellerExtends && !isSellers;
  const forbidden = isForbidden ? new AppError("extending_forbidden") : null;
  // Who has bought so much already, and asks again, is told so.
  const closed = (await whyNotExtendable(file)) ?? forbidden ?? (asked > max ? tooLong(max) : null);
  return { wanted, closed, sellerId: file.sellerId };
}

type Extended = { id: string; removedAt: Date | null; bytesGone: boolean };

async function whyNotExtendable(file: Extended): Promise<AppError | null> {
  const stopped = await whatIsStopped(db(), file.id);
  if (stopped) return new AppError(stoppedCode(stopped));
  if (file.removedAt !== null) return new AppError("file_removed", { detail: "Nothing brings it back." });
  return (await isCurrentGone(db(), file)) ? new AppError("bytes_gone") : null;
}
