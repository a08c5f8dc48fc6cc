import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Entry } from "@/lib/journal/entries";
import { dropAllPictures } from "@/lib/previews/picture";

export async function replayRemoval(
  tx: Tx,
  { fileId }: Extract<Entry, { kind: "file-removed" }>,
  at: Date,
): Promise<boolean> {
  const where = { id: fileId, removedAt: null };
  if ((await tx.file.updateMany({ where, data: { removedAt: at, updatedAt: at } })).count === 0) return false;
  await dropAllPictures(tx, fileId);
  return true;
}
