import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { storage } from "@/lib/storage/storage";
import { keepPicture } from "./picture";
import { type ProgramAnswer, ProgramFailed, runProgram } from "./run-program";
import type { TaskState } from "./want-preview";

/** Longer than a worker lives: its process has died. */
const ABANDONED_AFTER = 2 * MINUTE;
/** A picture that somehow kills the process is not tried for ever. */
const MAX_ATTEMPTS = 3;

/** Points of the longer side, the largest share of the file's own size, and the blur in points. See `blur-or-cover.mjs`. */
const blurred = { kind: "blurred", side: 32, share: 16, blur: 3 };
export const decodeLimits = { time: 15 * SECOND, memory: 512 * 1024 * 1024, output: 256 * 1024 };

/**
 * Makes the blurred picture of the version that has waited longest. One at a time and in a separate process: selling
 * does not wait for it, and if none can be made the file is sold without.
 */
export async function makePreviews(now: Date): Promise<void> {
  const task = await leaseTask(now);
  if (!task) return;
  const { versionId, fileId } = task;
  const version = await db().fileVersion.findUnique({ where: { id: versionId } });
  if (version && version.bytesGoneAt === null) {
    const made = await make(version.storageKey).catch((error: unknown) => error);
    if (made instanceof ProgramFailed) return fail(versionId, made.reason, now);
    if (made instanceof Error) {
      // A problem of ours, such as unreachable storage: the task is repeated later, and this does not count as an attempt.
      await db().previewTask.updateMany({ where: { versionId }, data: { attempts: task.attempts } });
      throw made;
    }
    await keepPicture({ fileId, versionId }, made as ProgramAnswer, now);
  }
  await db().previewTask.deleteMany({ where: { versionId } });
}

async function make(storageKey: string): Promise<ProgramAnswer> {
  return runProgram("blur-or-cover", blurred, await storage().open(storageKey), decodeLimits);
}

/** Of two processes that want the same task, one changes the row. */
async function leaseTask(now: Date): Promise<{ versionId: string; fileId: string; attempts: number } | null> {
  const abandoned = { lt: new Date(now.getTime() - ABANDONED_AFTER) };
  const open = {
    OR: [{ state: "wanted" satisfies TaskState }, { state: "making" satisfies TaskState, updatedAt: abandoned }],
  };
  const task = await db().previewTask.findFirst({ where: open, orderBy: { updatedAt: "asc" } });
  if (!task) return null;
  if (task.attempts >= MAX_ATTEMPTS) {
    await fail(task.versionId, "gave-up", now);
    return null;
  }
  const { count } = await db().previewTask.updateMany({
    where: { versionId: task.versionId, attempts: task.attempts, ...open },
    data: { state: "making" satisfies TaskState, attempts: task.attempts + 1, updatedAt: now },
  });
  return count === 1 ? task : null;
}

async function fail(versionId: string, reason: string, now: Date): Promise<void> {
  log.info({ versionId, reason }, "No blurred picture can be made of this file; it is sold without.");
  const data = { state: "failed" satisfies TaskState, reason, updatedAt: now };
  await db().previewTask.updateMany({ where: { versionId }, data });
}
