import "server-only";
import type { Upload } from "@/generated/sqlite/client/client";
import { db } from "../db/client";
import { AppError } from "../errors";
import { hashSecret, sameSecret } from "../ids";
import { SELLER_UPLOAD_LIFETIME, SELLER_UPLOAD_TTL, UPLOAD_LIFETIME, UPLOAD_TTL } from "./limits";
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
 * @throws AppError `upload_not_found` for a wrong or absent token just as for an unknown or used upload: the answer tells
 *   nothing apart. `upload_expired` for who holds the token of one that is kept no longer, until it is swept
 */
export async function findUpload(uploadId: string, token: string | null, now: Date): Promise<UploadRow> {
  const row = isUploadId(uploadId) ? await db().upload.findUnique({ where: { id: uploadId } }) : null;
  // Compared even when there is no such upload, so that the time it takes is the same.
  const proven = sameSecret(hashSecret(token ?? ""), row?.tokenHash ?? "");
  if (!row || !proven || !isOpen(row)) throw new AppError("upload_not_found");
  // tus 1.0.0, "Expiration": "The latter one (410) SHOULD be used if the Server is keeping track of expired uploads."
  if ((await expiresAt(row)) <= now) throw new AppError("upload_expired");
  return row;
}

/**
 * When an unclaimed upload stops being kept: a day after its last byte, and a week after its start at the latest; three
 * days and two weeks for one that was begun by a seller who was signed in.
 */
export async function expiresAt(row: Pick<UploadRow, "id" | "createdAt" | "finishedAt" | "creatorId">): Promise<Date> {
  const own = row.creatorId !== null;
  const [ttl, lifetime] = own ? [SELLER_UPLOAD_TTL, SELLER_UPLOAD_LIFETIME] : [UPLOAD_TTL, UPLOAD_LIFETIME];
  const began = row.createdAt.getTime();
  const lastByteAt = row.finishedAt ?? (await readPart(row.id))?.lastByteAt ?? row.createdAt;
  return new Date(Math.min(Math.max(lastByteAt.getTime(), began) + ttl, began + lifetime));
}

function isOpen(row: UploadRow): boolean {
  return row.state === "receiving" || row.state === "finished";
}
