import "server-only";
import { db } from "@/lib/db/client";
import { hashSecret } from "@/lib/ids";
import { readPart } from "@/lib/uploads/bytes/upload-file";
import type { UploadState } from "@/lib/uploads/bytes/upload-row";

/** Whether no byte of an upload has come. */
export async function isEmptyUpload(uploadId: string): Promise<boolean> {
  const row = await db().upload.findUnique({ where: { id: uploadId } });
  return row?.state === ("receiving" satisfies UploadState) && row.sha256 === null && !(await readPart(uploadId))?.size;
}

/**
 * Replaces the token of an unpublished upload.
 *
 * @param states in which it may be
 * @returns false when it is in none of them, or gone
 */
export async function setUploadToken(
  uploadId: string,
  token: string,
  states: readonly UploadState[],
): Promise<boolean> {
  const where = { id: uploadId, state: { in: [...states] } };
  return (await db().upload.updateMany({ where, data: { tokenHash: hashSecret(token) } })).count > 0;
}
