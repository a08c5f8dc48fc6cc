import "server-only";
import { db } from "@/lib/db/client";
import { hashSecret, sameSecret } from "@/lib/ids";
import { finishIfComplete } from "./finish-upload";

/**
 * Waits until an upload whose last byte came is finished, or takes a finish up that was interrupted: what is sold has its
 * hash and is on the disk for good. Anything else is left to whoever claims the upload, and says what is wrong with it.
 */
export async function awaitFinished(shown: { uploadId: string; uploadToken: string }, now: Date): Promise<void> {
  const row = await db().upload.findUnique({ where: { id: shown.uploadId } });
  if (row && sameSecret(hashSecret(shown.uploadToken), row.tokenHash)) await finishIfComplete(row, now);
}
