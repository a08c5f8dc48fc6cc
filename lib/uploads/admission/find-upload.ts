import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { hashSecret, sameSecret } from "@/lib/ids";
import { waitsForScanner } from "@/lib/scanning/may-be-sold";
import { isUploadId, readPart } from "@/lib/uploads/bytes/upload-file";
import type { UploadRow } from "@/lib/uploads/bytes/upload-row";
import { readStanding, type Standing } from "./known-sellers";
import {
  EMPTY_UPLOAD_TTL,
  PAID_ROOM_TTL,
  SELLER_UPLOAD_LIFETIME,
  SELLER_UPLOAD_TTL,
  UPLOAD_LIFETIME,
  UPLOAD_TTL,
} from "./quotas-and-lifetimes";
import { isUploadKey } from "./upload-key";

/**
 * Finds an unclaimed upload by its token, or by the key in its URL.
 *
 * @throws AppError `upload_not_found` for a wrong or missing token as for an unknown or used upload: the response
 *   reveals no difference. `upload_expired` with the token of one that is no longer kept, until it is swept
 */
export async function findUpload(
  uploadId: string,
  shown: string | { key: string } | null,
  now: Date,
): Promise<UploadRow> {
  const row = isUploadId(uploadId) ? await db().upload.findUnique({ where: { id: uploadId } }) : null;
  // Compared even when there is no such upload, so that the time it takes is the same.
  const proven =
    typeof shown === "object" && shown !== null
      ? isUploadKey(shown.key, row ?? { id: uploadId, tokenHash: "" })
      : sameSecret(hashSecret(shown ?? ""), row?.tokenHash ?? "");
  if (!row || !proven || !isOpen(row)) throw new AppError("upload_not_found");
  // tus 1.0.0, "Expiration": "The latter one (410) SHOULD be used if the Server is keeping track of expired uploads."
  if ((await expiresAt(row)) <= now) throw new AppError("upload_expired");
  return row;
}

type Kept = Pick<
  UploadRow,
  | "id"
  | "state"
  | "createdAt"
  | "finishedAt"
  | "sellerId"
  | "sha256"
  | "scan"
  | "scannedAt"
  | "paidDays"
  | "paidForFileId"
>;

/**
 * When an unclaimed upload stops being kept: a day after its last byte, and a week after its start at the latest; three
 * days and two weeks for one that a known seller began while signed in; half an hour if no byte ever came. While it
 * waits for the scanner its owner can do nothing, so only the latest date counts, and its day begins with the result.
 *
 * Where storage was paid for: as many days as were paid after the last byte, and while bytes are missing a week after the
 * last one that came (rule 11b), but no more than a week longer than the days that were paid for: a byte now and then holds
 * no room for ever. A week after the last byte if only the difference to a larger version was paid for.
 */
export async function expiresAt(row: Kept): Promise<Date> {
  return expiryOf(row, row.finishedAt ? null : await readPart(row.id), await readStanding(db(), row.sellerId));
}

/** @param part the bytes that are here, as `readPart` has them */
export function expiryOf(
  row: Omit<Kept, "sellerId">,
  part: { size: number; lastByteAt: Date } | null,
  { known }: Standing,
): Date {
  const [ttl, lifetime] = known ? [SELLER_UPLOAD_TTL, SELLER_UPLOAD_LIFETIME] : [UPLOAD_TTL, UPLOAD_LIFETIME];
  const began = row.createdAt.getTime();
  if (isPaidFor(row)) {
    const paid = (row.paidDays ?? 0) * DAY;
    const least = row.paidForFileId === null ? 0 : PAID_ROOM_TTL;
    if (row.finishedAt) return new Date(row.finishedAt.getTime() + Math.max(paid, least));
    const rests = Math.max(began, part?.lastByteAt.getTime() ?? 0) + PAID_ROOM_TTL;
    return new Date(Math.min(rests, began + PAID_ROOM_TTL + Math.max(paid, least)));
  }
  if (row.state === "finished" && waitsForScanner(row)) return new Date(began + lifetime);
  const lastByteAt = Math.max((row.scannedAt ?? row.finishedAt ?? part?.lastByteAt ?? row.createdAt).getTime(), began);
  // A hashed upload is about to be finished: its bytes may have been moved.
  const empty = row.sha256 === null && !part?.size;
  return new Date(Math.min(lastByteAt + (empty ? EMPTY_UPLOAD_TTL : ttl), began + lifetime));
}

/** Whether its storage, or the difference to a larger version, was paid for. */
export function isPaidFor({ paidDays, paidForFileId }: Pick<UploadRow, "paidDays" | "paidForFileId">): boolean {
  return paidDays !== null || paidForFileId !== null;
}

function isOpen(row: UploadRow): boolean {
  return row.state === "receiving" || row.state === "finished" || row.state === "refused";
}
