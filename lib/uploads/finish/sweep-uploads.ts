import "server-only";
import { stat } from "node:fs/promises";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { expiresAt } from "@/lib/uploads/admission/find-upload";
import { EMPTY_UPLOAD_TTL, UPLOAD_TTL, USED_UPLOAD_KEPT } from "@/lib/uploads/admission/quotas-and-lifetimes";
import { isBeingPaid } from "@/lib/uploads/admission/reserved-room";
import { stopAndDiscard } from "@/lib/uploads/bytes/discard-upload";
import { listParts, partPath, removePart } from "@/lib/uploads/bytes/upload-file";
import type { UploadState } from "@/lib/uploads/bytes/upload-row";
import { removeRefusedBytes } from "./refuse-upload";

/** Rows checked in one batch. */
const BATCH = 100;

/**
 * Deletes uploads that were not claimed in time, with their bytes; resumes deletions that a crash interrupted; removes
 * bytes without a row from the uploads folder, and deletes rows of old uploads that became files. One that cannot be
 * deleted now does not block the others.
 */
export async function sweepUploads(now: Date): Promise<void> {
  await discardExpired(now);
  await removeStrays(now);
  await finishRefusals();
  await db().upload.deleteMany({
    where: { state: "used" satisfies UploadState, createdAt: { lt: new Date(now.getTime() - USED_UPLOAD_KEPT) } },
  });
}

async function discardExpired(now: Date): Promise<void> {
  const open: UploadState[] = ["receiving", "finished", "refused", "discarded"];
  // Nothing expires sooner than EMPTY_UPLOAD_TTL after it began, so younger rows need no check.
  const old = { state: { in: open }, createdAt: { lt: new Date(now.getTime() - EMPTY_UPLOAD_TTL) } };
  const interrupted = { state: "discarded" satisfies UploadState };
  for (let after = ""; ; ) {
    const where = { OR: [old, interrupted], id: { gt: after } };
    const rows = await db().upload.findMany({ where, orderBy: { id: "asc" }, take: BATCH });
    for (const row of rows) {
      await safely(row.id, async () => {
        if (row.state !== "discarded" && ((await expiresAt(row)) > now || (await isBeingPaid(db(), row.id)))) return;
        await stopAndDiscard(row.id);
      });
    }
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.id ?? after;
  }
}

/** Only in the folder of unfinished uploads. Finished bytes always have a row, so there is no guessing. */
async function removeStrays(now: Date): Promise<void> {
  for (const id of await listParts()) {
    await safely(id, async () => {
      const { mtime } = await stat(partPath(id));
      if (mtime.getTime() + UPLOAD_TTL > now.getTime()) return;
      const row = await db().upload.findUnique({ where: { id }, select: { state: true } });
      if (row?.state !== "receiving" && row?.state !== "discarded") await removePart(id);
    });
  }
}

/** A crash may have come between the refusal and the bytes. */
async function finishRefusals(): Promise<void> {
  const where = { state: "refused" satisfies UploadState };
  const rows = await db().upload.findMany({ where, select: { id: true, storageKey: true } });
  for (const row of rows) await safely(row.id, () => removeRefusedBytes(row));
}

async function safely(uploadId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (err) {
    log.error({ err, uploadId }, "An upload could not be swept; the next sweep tries again.");
  }
}
