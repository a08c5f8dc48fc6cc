import "server-only";
import { audit } from "@/lib/audit/audit";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import type { Refusal, ScanState } from "@/lib/scanning/may-be-sold";
import { storage } from "@/lib/storage/storage";
import { removePart } from "@/lib/uploads/bytes/upload-file";
import type { UploadRow, UploadState } from "@/lib/uploads/bytes/upload-row";

export type Refused = { refusal: Refusal; scan?: ScanState; scanSignature?: string | null };

/**
 * Refuses a whole upload and deletes its bytes. The row stays for as long as an upload is kept, so that its owner is told
 * why. A crash in between leaves the bytes to the sweep.
 *
 * @returns false when it has become a file, or was discarded, in the meantime
 */
export async function refuseUpload(row: UploadRow, refused: Refused, now: Date): Promise<boolean> {
  const isRefused = await db().$transaction(async (tx) => {
    const where = { id: row.id, state: { in: ["receiving", "finished"] satisfies UploadState[] } };
    const scannedAt = refused.scan === undefined ? undefined : now;
    const state: UploadState = "refused";
    const data = { ...refused, scannedAt, state, finishedAt: row.finishedAt ?? now };
    const { count } = await tx.upload.updateMany({ where, data });
    if (count === 0) return false;
    const { refusal, scanSignature = null } = refused;
    const detail = {
      refusal,
      signature: scanSignature,
      sha256: row.sha256,
      bytes: Number(row.size),
      seller: row.sellerId,
    };
    await audit(
      tx,
      { act: "upload-refused", by: { kind: "shop" }, subject: { kind: "upload", id: row.id }, detail },
      now,
    );
    return true;
  });
  if (!isRefused) return false;
  log.warn({ uploadId: row.id, ...refused }, "an upload was refused");
  await removeRefusedBytes(row);
  return true;
}

/** Deletes what is left of a refused upload's bytes; again, after a crash. */
export async function removeRefusedBytes({ id, storageKey }: Pick<UploadRow, "id" | "storageKey">): Promise<void> {
  await removePart(id);
  await storage().remove(storageKey);
}
