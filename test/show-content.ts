import { setTimeout as sleep } from "node:timers/promises";
import { db } from "../lib/db/client";
import { keepPreviews } from "../lib/previews/keep-previews";
import type { ProgramAnswer } from "../lib/previews/read-answer";

/**
 * Shows of a file what a program would have told and made of it, by the same way. Waits until the shop's own job has left the file
 * alone: it would replace it. Where no shop runs, nothing will be made of it.
 */
export async function showContent(fileId: string, answer: ProgramAnswer): Promise<void> {
  const version = await db().fileVersion.findFirstOrThrow({ where: { fileId }, orderBy: { number: "desc" } });
  const waiting = { versionId: version.id, state: { not: "failed" } };
  // Vitest sets this: its tests run no jobs by themselves.
  if (process.env.VITEST) await db().previewTask.deleteMany({ where: waiting });
  while ((await db().previewTask.count({ where: waiting })) > 0) await sleep(100);
  const { showing } = await db().file.findUniqueOrThrow({ where: { id: fileId }, select: { showing: true } });
  if (!(await keepPreviews({ versionId: version.id, fileId, showing }, answer, new Date()))) {
    throw new Error("The seller has chosen otherwise meanwhile.");
  }
}
