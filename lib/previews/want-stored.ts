import "server-only";
import { db } from "@/lib/db/client";
import { READER } from "./readers";
import { type TaskState, wantPreview } from "./want-preview";

/** Versions in one run: what is uploaded meanwhile waits for these at most. */
const BATCH = 5;

/**
 * Versions that an earlier release stored, which knew less of their content: they are read once, a few at a time, and only when
 * nothing else is waiting.
 */
export async function wantStored(now: Date): Promise<void> {
  if ((await db().previewTask.count({ where: { state: { not: "failed" satisfies TaskState } } })) > 0) return;
  const versions = await db().fileVersion.findMany({
    where: { reader: { lt: READER }, bytesGoneAt: null, bundled: false },
    orderBy: { id: "asc" },
    take: BATCH,
  });
  for (const { id } of versions) {
    await db().$transaction(async (tx) => {
      const version = await tx.fileVersion.findFirst({ where: { id, reader: { lt: READER }, bytesGoneAt: null } });
      if (version) await wantPreview(tx, version, now);
    });
  }
}
