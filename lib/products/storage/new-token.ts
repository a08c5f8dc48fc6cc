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

type NewToken = {
  token: string;
  /** When the request that asks for it began. */
  askedAt: Date;
  /** In which the upload may be. */
  states: readonly UploadState[];
};

/**
 * Replaces the token of an unpublished upload, unless a request that began later has been given one: of several, the last to
 * ask keeps the upload, whichever is answered last.
 *
 * @returns `late` when there was a later one; `gone` when the upload is in none of the states
 */
export async function setUploadToken(
  uploadId: string,
  { token, askedAt, states }: NewToken,
): Promise<"set" | "late" | "gone"> {
  const tokenHash = hashSecret(token);
  const where = { id: uploadId, state: { in: [...states] } };
  const mayHave = [{ tokenAt: null }, { tokenAt: { lte: askedAt } }, { tokenHash }];
  const { count } = await db().upload.updateMany({
    where: { ...where, OR: mayHave },
    data: { tokenHash, tokenAt: askedAt },
  });
  if (count > 0) return "set";
  return (await db().upload.count({ where })) > 0 ? "late" : "gone";
}
