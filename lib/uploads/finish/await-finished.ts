import "server-only";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { orLate, startDeadline } from "@/lib/deadline";
import { hashSecret, sameSecret } from "@/lib/ids";
import { settings } from "@/lib/settings/settings";
import { finishIfComplete } from "./finish-upload";
import { scanUpload } from "./scan-upload";

/** A scan that takes longer than this (ms) is not waited for: the answer says so. */
const SCAN_WAIT = 10 * SECOND;

/**
 * Waits until a complete upload is finished, or resumes an interrupted finish: sold bytes have their hash and are
 * safely on the disk. Waits for the first scan as well, but not for long. All other cases are left to the code that claims the upload and reports the error.
 */
export async function awaitFinished(shown: { uploadId: string; uploadToken: string }, now: Date): Promise<void> {
  const row = await db().upload.findUnique({ where: { id: shown.uploadId } });
  if (!row || !sameSecret(hashSecret(shown.uploadToken), row.tokenHash)) return;
  await finishIfComplete(row, now);
  if (settings().scanner && row.scan === null) await orLate(scanUpload(row.id, now), startDeadline(SCAN_WAIT));
}

/** The same for several, one after another; what is no upload is left out. */
export async function awaitAllFinished(files: readonly object[], now: Date): Promise<void> {
  for (const file of files) {
    if ("uploadId" in file && "uploadToken" in file) {
      await awaitFinished(file as { uploadId: string; uploadToken: string }, now);
    }
  }
}
