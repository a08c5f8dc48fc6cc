import "server-only";
import { db } from "@/lib/db/client";
import { hashSecret, sameSecret } from "@/lib/ids";
import { finishIfComplete } from "./finish-upload";

/**
 * Waits until a complete upload is finished, or resumes an interrupted finish: sold bytes have their hash and are
 * safely on the disk. All other cases are left to the code that claims the upload and reports the error.
 */
export async function awaitFinished(shown: { uploadId: string; uploadToken: string }, now: Date): Promise<void> {
  const row = await db().upload.findUnique({ where: { id: shown.uploadId } });
  if (row && sameSecret(hashSecret(shown.uploadToken), row.tokenHash)) await finishIfComplete(row, now);
}
