import "server-only";
import type { Upload } from "@/generated/sqlite/client/client";
import { requireUnblockedHash } from "@/lib/blocks/blocks";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { hashSecret, sameSecret } from "@/lib/ids";
import { storage } from "@/lib/storage/storage";
import { fileUrl } from "./file-url";

export type FinishedUpload = Upload & { sha256: string };

/**
 * The finished upload with this token, with its bytes in place.
 *
 * @param sellerId the requester: the response to an earlier request may have been lost, so the upload's own seller is
 *   told which file it became
 * @throws AppError `upload_not_found` (also for a wrong token), `upload_incomplete`, `upload_already_used`,
 *   `hash_blocked`, `file_unavailable`
 */
export async function findFinishedUpload(
  { uploadId, uploadToken }: { uploadId: string; uploadToken: string },
  sellerId: string,
): Promise<FinishedUpload> {
  const row = await db().upload.findUnique({ where: { id: uploadId } });
  const proven = sameSecret(hashSecret(uploadToken), row?.tokenHash ?? "");
  if (!row || !proven || row.state === "discarded") throw new AppError("upload_not_found");
  if (row.state === "used") throw alreadyUsed(row, sellerId);
  const { sha256 } = row;
  if (row.state !== "finished" || sha256 === null) throw new AppError("upload_incomplete");
  await requireUnblockedHash(sha256);
  // Bytes are sold only while they exist.
  if ((await storage().size(row.storageKey)) !== Number(row.size)) throw new AppError("file_unavailable");
  return { ...row, sha256 };
}

/**
 * The one step that decides who gets the upload: of two concurrent requests, the second changes no row. The bytes
 * belong to the upload until this transaction commits, and to the file's version from then on.
 *
 * @throws AppError `upload_already_used`, `upload_not_found` when it was discarded meanwhile
 */
export async function attachUpload(tx: Tx, uploadId: string, sellerId: string, fileId: string): Promise<void> {
  const data = { state: "used", sellerId, fileId };
  const { count } = await tx.upload.updateMany({ where: { id: uploadId, state: "finished" }, data });
  if (count === 1) return;
  const used = await tx.upload.findUnique({ where: { id: uploadId, state: "used" }, select: { id: true } });
  throw new AppError(used ? "upload_already_used" : "upload_not_found");
}

function alreadyUsed(row: Upload, sellerId: string): AppError {
  const own = row.fileId !== null && row.sellerId === sellerId;
  return new AppError("upload_already_used", {
    members: own && row.fileId !== null ? { fileId: row.fileId, url: fileUrl(row.fileId) } : {},
  });
}
