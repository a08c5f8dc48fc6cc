import "server-only";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { dropPictures, keepPicture } from "./picture";
import { type MadePart, onlyPart, ProgramFailed } from "./read-answer";
import { requireOwn } from "./require-own";
import { type ProgramLimits, refusedPicture, runProgram } from "./run-program";

/** Pixels of the longer side, and bytes, that a page has to load at most. See `open-picture.mjs`. */
const cover = { side: 800, bytes: 60_000 };
/** Somebody waits for the answer. */
export const pictureLimits: ProgramLimits = { time: 10 * SECOND, memory: 512 * 1024 * 1024, output: 256 * 1024 };

/**
 * Sets the seller's picture for a file, in place of all that it had. The stored and shown picture is re-encoded from its
 * pixels; the original is discarded.
 *
 * @param bytes of a picture in one of `PICTURE_TYPES`
 * @throws AppError `picture_unreadable`, `server_busy`; `file_not_found` for a file of another seller too, `file_removed`
 */
export async function setCover(sellerId: string, fileId: string, bytes: Uint8Array, now: Date): Promise<void> {
  await requireOwn(sellerId, fileId);
  if (!(await keepPicture(fileId, await reducePicture(bytes), now))) throw new AppError("file_removed");
}

/**
 * A picture that a seller sent, small and re-encoded from its pixels.
 *
 * @param within pixels of the longer side, and bytes
 * @throws AppError `picture_unreadable`, `server_busy`
 */
export async function reducePicture(bytes: Uint8Array, within = cover): Promise<MadePart> {
  const made = await runProgram("reduce-cover", within, bytes, pictureLimits).catch((error: unknown) => {
    throw error instanceof ProgramFailed ? refusedPicture(error) : error;
  });
  return onlyPart(made);
}

/**
 * Removes the seller's pictures; nothing happens when there are none.
 *
 * @throws AppError `file_not_found` for a file of another seller too, `file_removed`
 */
export async function removeCover(sellerId: string, fileId: string): Promise<void> {
  await requireOwn(sellerId, fileId);
  await db().$transaction((tx) => dropPictures(tx, { fileId, kind: "cover" }));
}
