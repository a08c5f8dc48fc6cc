import "server-only";
import type { Upload } from "@/generated/sqlite/client/client";
import { db } from "../db/client";
import { AppError } from "../errors";
import { hashSecret, sameSecret } from "../ids";
import { UPLOAD_LIFETIME, UPLOAD_TTL } from "./limits";
import { isUploadId, readPart } from "./part-file";

/**
 * `receiving`: bytes are coming; `finished`: all are here, hashed and stored; `used`: became a file for sale;
 * `discarded`: being deleted, the row goes last so that no bytes are ever left without one.
 */
export type UploadState = "receiving" | "finished" | "used" | "discarded";

export type UploadRow = Upload & { size: bigint };

/**
 * Finds an unclaimed upload for whoever holds its token.
 *
 * @throws AppError `upload_not_found` for a wrong or absent token just as for an unknown, used or expired upload: the
 *   answer tells nothing apart
 */
export async function findUpload(uploadId: string, token: string | null, now: Date): Promise<UploadRow> {
  const row = isUploadId(uploadId) ? await db().upload.findUnique({ where: { id: uploadId } }) : null;
  // Compared even when there is no such upload, so that the time it takes is the same.
  const proven = sameSecret(hashSecret(token ?? ""), row?.tokenHash ?? "");
  if (!row || !proven || !isOpen(row) || (await expiresAt(row)) <= now) throw new AppError("upload_not_found");
  return row;
}

/** When an unclaimed upload stops being kept: a day after its last byte, and a week after its start at the latest. */
export async function expiresAt(row: Pick<UploadRow, "id" | "createdAt" | "finishedAt">): Promise<Date> {
  const began = row.createdAt.getTime();
  const lastByteAt = row.finishedAt ?? (await readPart(row.id))?.lastByteAt ?? row.createdAt;
  return new Date(Math.min(Math.max(lastByteAt.getTime(), began) + UPLOAD_TTL, began + UPLOAD_LIFETIME));
}

function isOpen(row: UploadRow): boolean {
  return row.state === "receiving" || row.state === "finished";
}
