import "server-only";
import { mkdir, readdir, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { freeBytes } from "@/lib/disk";
import { ID_PATTERN } from "@/lib/ids";
import { settings } from "@/lib/settings/settings";

/** The bytes of an upload while they arrive: one file per upload, named by the upload's id. */

const idPattern = new RegExp(`^${ID_PATTERN}$`);

/** True for a text that `newId` could have made, so that it may name a file. */
export function isUploadId(text: string): boolean {
  return idPattern.test(text);
}

/** The only place where an upload's id becomes a path. */
export function partPath(uploadId: string): string {
  if (!isUploadId(uploadId)) throw new TypeError("Not an upload id.");
  return join(partsFolder(), uploadId);
}

export async function makePartsFolder(): Promise<void> {
  await mkdir(partsFolder(), { recursive: true, mode: 0o700 });
}

/** Bytes received so far and when the last one came; null when no byte ever came (or the file is gone). */
export async function readPart(uploadId: string): Promise<{ size: number; lastByteAt: Date } | null> {
  try {
    const { size, mtime } = await stat(partPath(uploadId));
    return { size, lastByteAt: mtime };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** For discarded bytes: their space is free immediately, even while the hashing thread reads the file. */
export async function wipePart(uploadId: string): Promise<void> {
  await truncate(partPath(uploadId), 0).catch(() => {});
  await removePart(uploadId);
}

/** Deletes the file, but not its bytes: after a power cut they may belong to a stored file as well. */
export async function removePart(uploadId: string): Promise<void> {
  await rm(partPath(uploadId), { force: true });
}

/** Ids of all uploads with bytes here, even those unknown to the database. */
export async function listParts(): Promise<string[]> {
  await makePartsFolder();
  return (await readdir(partsFolder())).filter(isUploadId);
}

/** Bytes free on the disk that takes the uploads. */
export async function freeForParts(): Promise<number> {
  await makePartsFolder();
  return freeBytes(partsFolder());
}

function partsFolder(): string {
  return join(settings().dataDir, "uploads");
}
