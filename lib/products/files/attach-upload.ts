import "server-only";
import type { Upload } from "@/generated/sqlite/client/client";
import { requireUnblockedHash } from "@/lib/blocks/blocks";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { hashSecret, sameSecret } from "@/lib/ids";
import { type Refusal, requireSellableScan, sellableScans } from "@/lib/scanning/may-be-sold";
import { storage } from "@/lib/storage/storage";
import { fileUrl } from "./file-url";

export type FinishedUpload = Upload & { sha256: string };

/**
 * The finished upload with this token, with its bytes in place.
 *
 * @param sellerId the requester: the response to an earlier request may have been lost, so the upload's own seller is
 *   told which file it became
 * @throws AppError `upload_not_found` (also for a wrong token), `upload_incomplete`, `upload_already_used`,
 *   `hash_blocked`, `malware_found`, `too_large_to_scan`, `upload_scanning`, `scanner_down`, `file_unavailable`
 */
export async function findFinishedUpload(
  { uploadId, uploadToken }: { uploadId: string; uploadToken: string },
  sellerId: string,
): Promise<FinishedUpload> {
  const row = await db().upload.findUnique({ where: { id: uploadId } });
  const proven = sameSecret(hashSecret(uploadToken), row?.tokenHash ?? "");
  if (!row || !proven || row.state === "discarded") throw new AppError("upload_not_found");
  if (row.state === "used") throw alreadyUsed(row, sellerId);
  if (row.state === "refused") throw new AppError(row.refusal as Refusal);
  const { sha256 } = row;
  if (row.state !== "finished" || sha256 === null) throw new AppError("upload_incomplete");
  await requireUnblockedHash(sha256);
  requireSellableScan(row);
  // Bytes are sold only while they exist.
  if ((await storage().size(row.storageKey)) !== Number(row.size)) throw new AppError("file_unavailable");
  return { ...row, sha256 };
}

/**
 * The one step that decides who gets the upload: of two concurrent requests, the second changes no row. The bytes
 * belong to the upload until this transaction commits, and to the file's version from then on.
 *
 * @throws AppError `upload_already_used`, `upload_not_found` when it was discarded meanwhile, or why it may not be sold
 */
export async function attachUpload(tx: Tx, uploadId: string, sellerId: string, fileId: string): Promise<void> {
  const data = { state: "used", sellerId, fileId };
  const scans = sellableScans();
  const where = { id: uploadId, state: "finished", ...(scans && { scan: { in: scans } }) };
  const { count } = await tx.upload.updateMany({ where, data });
  if (count === 1) return;
  const row = await tx.upload.findUnique({ where: { id: uploadId } });
  if (row?.state === "refused") throw new AppError(row.refusal as Refusal);
  if (row?.state === "finished") requireSellableScan(row);
  throw new AppError(row?.state === "used" ? "upload_already_used" : "upload_not_found");
}

function alreadyUsed(row: Upload, sellerId: string): AppError {
  const own = row.fileId !== null && row.sellerId === sellerId;
  return new AppError("upload_already_used", {
    members: own && row.fileId !== null ? { fileId: row.fileId, url: fileUrl(row.fileId) } : {},
  });
}
