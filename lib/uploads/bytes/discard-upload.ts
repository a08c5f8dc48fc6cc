import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";
import { storage } from "@/lib/storage/storage";
import { finishingLocks, receivingLocks } from "./locks";
import { forgetMovement } from "./movement";
import { wipePart } from "./upload-file";
import { uploadHashes } from "./upload-hashes";
import type { UploadState } from "./upload-row";

const discardable: UploadState[] = ["receiving", "finished", "refused", "discarded"];

/** Bytes of uploads that make way, until they are deleted from the disk. */
const leaving = () => perProcess("uploads.leaving", () => new Map<string, bigint>());

/** Bytes that are about to become free. Read after the free space, in the transaction that marks more of them. */
export function aboutToBeFree(): bigint {
  return [...leaving().values()].reduce((total, bytes) => total + bytes, 0n);
}

type Leaving = { id: string; received: bigint };

/**
 * Removes uploads from the count, inside a transaction: from then on they cannot be found or claimed, and no part of
 * them begins. `discardAll` has to follow; after a crash the sweep continues.
 */
export async function markDiscarded(tx: Tx, uploads: readonly Leaving[]): Promise<void> {
  if (uploads.length === 0) return;
  const where = { id: { in: uploads.map(({ id }) => id) }, state: { in: discardable } };
  await tx.upload.updateMany({ where, data: { state: "discarded" satisfies UploadState } });
}

/** Deletes the uploads that make way. One that cannot be deleted now is left to the sweep. */
export async function discardAll(uploads: readonly Leaving[]): Promise<void> {
  if (uploads.length === 0) return;
  for (const { id, received } of uploads) leaving().set(id, received);
  log.info({ uploadIds: uploads.map(({ id }) => id) }, "Uploads of newcomers that rested made way for others.");
  await Promise.all(uploads.map(({ id }) => discardLeft(id)));
}

async function discardLeft(uploadId: string): Promise<void> {
  try {
    await stopAndDiscard(uploadId);
  } catch (err) {
    log.error({ err, uploadId }, "An upload could not be discarded; the sweep tries again.");
  } finally {
    leaving().delete(uploadId);
  }
}

/** `discardUpload` for one that may be receiving bytes: that is ended first, so that no file is left behind. */
export function stopAndDiscard(uploadId: string): Promise<boolean> {
  return receivingLocks().run(uploadId, () => discardUpload(uploadId));
}

/**
 * Deletes an unclaimed upload with its bytes. One that became a file for sale is left alone. The row goes last: a crash
 * leaves a discarded row, which the sweep handles, never bytes without a row. The caller makes sure that no part of it
 * is being received.
 *
 * @returns false when there is nothing to discard
 */
export function discardUpload(uploadId: string): Promise<boolean> {
  return finishingLocks().run(uploadId, async () => {
    const where = { id: uploadId, state: { in: discardable } };
    const [row] = await db().upload.updateManyAndReturn({ where, data: { state: "discarded" satisfies UploadState } });
    if (!row) return false;
    uploadHashes().forget(row.id);
    forgetMovement(row.id);
    await wipePart(row.id);
    await storage().remove(row.storageKey);
    await db().upload.deleteMany({ where: { id: row.id, state: "discarded" satisfies UploadState } });
    return true;
  });
}
