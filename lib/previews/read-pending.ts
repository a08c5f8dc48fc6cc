import "server-only";
import { db } from "@/lib/db/client";
import type { TaskState } from "./want-preview";

/** Which of these versions are still to be read, so that what is shown of them is not all there yet. */
export async function readPending(versionIds: readonly string[]): Promise<ReadonlySet<string>> {
  const tasks = await db().previewTask.findMany({
    where: { versionId: { in: [...versionIds] }, state: { not: "failed" satisfies TaskState } },
    select: { versionId: true },
  });
  return new Set(tasks.map(({ versionId }) => versionId));
}
