import "server-only";
import type { Tx } from "@/lib/db/client";
import { applyEnd, type Ended } from "@/lib/storage-ends/apply-end";

/** Storage that the operator has ended since the backup. Payments that are not here are owed once they are found. */
export async function replayStorageEnded(tx: Tx, entry: Ended, at: Date, now: Date): Promise<boolean> {
  const { on, endsAt, why } = entry;
  if (on.kind === "upload") {
    const open = { id: on.id, state: { in: ["receiving", "finished"] } };
    if ((await tx.upload.count({ where: open })) === 0) return false;
  } else {
    const file = await tx.file.findUnique({ where: { id: on.id } });
    const isKnown = file?.storageEndsAt && file.storageEndsAt <= new Date(endsAt);
    if (!file || isKnown) return false;
  }
  await applyEnd(tx, entry, at);
  // The backup has brought its bytes back: the job deletes those that were given up lately.
  const gone = { fileId: on.id, bytesGoneAt: at };
  if (why === "lost") await tx.fileVersion.updateMany({ where: gone, data: { bytesGoneAt: now } });
  return true;
}
