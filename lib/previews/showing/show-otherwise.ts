import "server-only";
import type { Tx } from "@/lib/db/client";
import { dropPictures } from "@/lib/previews/picture";
import { wantPreview } from "@/lib/previews/want-preview";
import type { Showing } from "./schema";
import { changeShowing } from "./showing";

/**
 * The seller shows something else of a file. What was shown is gone at once, with what was told of its content as text; what is shown
 * from now on is made by the job. The caller holds the file's row.
 */
export async function showOtherwise(
  tx: Tx,
  { id: fileId, showing: before }: { id: string; showing: string | null },
  changes: Partial<Showing>,
  now: Date,
): Promise<void> {
  const showing = changeShowing(before, changes);
  if (showing === (before ?? changeShowing(null, {}))) return;
  await tx.file.update({ where: { id: fileId }, data: { showing } });
  const versions = await tx.fileVersion.findMany({ where: { fileId, bytesGoneAt: null, bundled: false } });
  for (const version of versions) {
    await dropPictures(tx, { fileId, versionId: version.id, sent: false });
    await tx.versionFacts.updateMany({ where: { versionId: version.id }, data: { excerpt: "{}" } });
    await wantPreview(tx, version, now);
  }
}
