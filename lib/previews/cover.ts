import "server-only";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { dropPictures, keepPicture } from "./picture";
import { onlyPart, ProgramFailed } from "./read-answer";
import { type ProgramLimits, refusedPicture, runProgram } from "./run-program";

/** Pixels of the longer side, and bytes, that a page has to load at most. See `open-picture.mjs`. */
const cover = { side: 800, bytes: 60_000 };
/** Somebody waits for the answer. */
export const pictureLimits: ProgramLimits = { time: 10 * SECOND, memory: 512 * 1024 * 1024, output: 256 * 1024 };

/**
 * Sets the seller's picture for a file, in place of an earlier one. The stored and shown picture is re-encoded from its
 * pixels; the original is discarded.
 *
 * @param bytes of a picture in one of `PICTURE_TYPES`
 * @throws AppError `picture_unreadable`, `server_busy`; `file_not_found` for a file of another seller too, `file_removed`
 */
export async function setCover(sellerId: string, fileId: string, bytes: Uint8Array, now: Date): Promise<void> {
  await requireOwn(sellerId, fileId);
  const made = await runProgram("reduce-cover", cover, bytes, pictureLimits).catch((error: unknown) => {
    throw error instanceof ProgramFailed ? refusedPicture(error) : error;
  });
  if (!(await keepPicture(fileId, onlyPart(made), now))) throw new AppError("file_removed");
}

/**
 * Removes the seller's picture; nothing happens when there is none.
 *
 * @throws AppError `file_not_found` for a file of another seller too, `file_removed`
 */
export async function removeCover(sellerId: string, fileId: string): Promise<void> {
  await requireOwn(sellerId, fileId);
  await db().$transaction((tx) => dropPictures(tx, { fileId, versionId: null }));
}

async function requireOwn(sellerId: string, fileId: string): Promise<void> {
  const file = await db().file.findFirst({ where: { id: fileId, sellerId }, select: { removedAt: true } });
  if (!file) throw new AppError("file_not_found");
  if (file.removedAt) throw new AppError("file_removed");
}
