import "server-only";
import { db } from "../db/client";
import { storage } from "../storage/storage";
import type { UploadState } from "./find-upload";
import { finishingLocks } from "./locks";
import { removePart } from "./part-file";
import { uploadHashes } from "./upload-hashes";

const discardable: UploadState[] = ["receiving", "finished", "discarded"];

/**
 * Deletes an unclaimed upload with its bytes. One that became a file for sale is left alone. The row goes last: a crash
 * leaves a discarded row, which the sweep takes up again, never bytes that nothing points to.
 *
 * @returns false when there is nothing to discard
 */
export function discardUpload(uploadId: string): Promise<boolean> {
  return finishingLocks().run(uploadId, async () => {
    const where = { id: uploadId, state: { in: discardable } };
    const [row] = await db().upload.updateManyAndReturn({ where, data: { state: "discarded" satisfies UploadState } });
    if (!row) return false;
    uploadHashes().forget(row.id);
    await removePart(row.id);
    await storage().remove(row.storageKey);
    await db().upload.deleteMany({ where: { id: row.id, state: "discarded" satisfies UploadState } });
    return true;
  });
}
