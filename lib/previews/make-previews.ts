import "server-only";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { settings } from "@/lib/settings/settings";
import { storedBytes } from "@/lib/storage/byte-source";
import { withCodecs } from "./facts/with-codecs";
import { keepPreviews } from "./keep-previews";
import { type ProgramAnswer, ProgramFailed } from "./read-answer";
import { READER, type Reader, readerFor } from "./readers";
import { runProgram } from "./run-program";
import type { Showing } from "./showing/schema";
import { toShowing } from "./showing/showing";
import type { TaskState } from "./want-preview";

/** Longer than any program may live (`readers.ts`): its process has died. */
const ABANDONED_AFTER = 2 * MINUTE;
/** A file that somehow kills the process is not tried for ever. */
const MAX_ATTEMPTS = 3;

type Task = { versionId: string; fileId: string; attempts: number };

/**
 * Reads the version that has waited longest, tells what it is and makes what its seller shows of it. One at a time and in a
 * separate process: selling does not wait for it, and if nothing can be told the file is sold without.
 */
export async function makePreviews(now: Date): Promise<void> {
  const task = await leaseTask(now);
  if (!task) return;
  const { versionId, fileId } = task;
  const [version, file] = await Promise.all([
    db().fileVersion.findUnique({ where: { id: versionId } }),
    db().file.findUnique({ where: { id: fileId }, select: { showing: true } }),
  ]);
  const reader = version && readerFor(version);
  if (!file || !reader || version.bytesGoneAt !== null) return dropTask(task);
  const made = await read(reader, version, toShowing(file.showing)).catch((error: unknown) => error);
  if (made instanceof ProgramFailed) return fail(versionId, made.reason, now);
  if (made instanceof Error) {
    // A problem of ours, such as unreachable storage: the task is repeated later, and this does not count as an attempt.
    await db().previewTask.updateMany({ where: { versionId }, data: { attempts: task.attempts } });
    throw made;
  }
  const madeOf = { versionId, fileId, showing: file.showing };
  if (await keepPreviews(madeOf, made as ProgramAnswer, now)) await dropTask(task);
}

type Version = { name: string; mediaType: string; codecs: string; size: bigint; storageKey: string };

async function read(reader: Reader, version: Version, showing: Showing): Promise<ProgramAnswer> {
  const { name, mediaType, size, storageKey } = version;
  const params = { name, mediaType, showing, mark: new URL(settings().appUrl).host };
  const made = await runProgram(reader.program, params, storedBytes(storageKey, Number(size)), reader.limits);
  return made.facts ? { ...made, facts: withCodecs(made.facts, version) } : made;
}

/** Of two processes that want the same task, one changes the row. */
async function leaseTask(now: Date): Promise<Task | null> {
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

/** Unless the seller has chosen otherwise meanwhile: then it is wanted again. */
async function dropTask({ versionId, attempts }: Task): Promise<void> {
  const mine = { versionId, state: "making" satisfies TaskState, attempts: attempts + 1 };
  await db().previewTask.deleteMany({ where: mine });
}

async function fail(versionId: string, reason: string, now: Date): Promise<void> {
  log.info({ versionId, reason }, "Nothing can be told or shown of this file's content; it is sold without.");
  const data = { state: "failed" satisfies TaskState, reason, updatedAt: now };
  await db().previewTask.updateMany({ where: { versionId }, data });
  await db().fileVersion.updateMany({ where: { id: versionId }, data: { reader: READER } });
}
