import "server-only";
import { mkdir, readdir, rm, stat, statfs, truncate } from "node:fs/promises";
import { join } from "node:path";
import { ID_PATTERN } from "@/lib/ids";
import { settings } from "@/lib/settings/settings";

/** The bytes of an upload while they come in: one file per upload, named by the upload's id. */

const idPattern = new RegExp(`^${ID_PATTERN}$`);

/** True for text that `newId` could have made, so that it may name a file. */
export function isUploadId(text: string): boolean {
  return idPattern.test(text);
}

/** The one place where an upload's id becomes a path. */
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

/** For bytes that nobody gets any more: their room is free at once, also while the thread that hashes reads the file. */
export async function wipePart(uploadId: string): Promise<void> {
  await truncate(partPath(uploadId), 0).catch(() => {});
  await removePart(uploadId);
}

/** Takes the file away, and not its bytes: after a power cut they may be a stored file's as well. */
export async function removePart(uploadId: string): Promise<void> {
  await rm(partPath(uploadId), { force: true });
}

/** Ids of all uploads with bytes here, whether or not the database knows them. */
export async function listParts(): Promise<string[]> {
  await makePartsFolder();
  return (await readdir(partsFolder())).filter(isUploadId);
}

/** Bytes free on the disk that takes the uploads. */
export async function freeForParts(): Promise<number> {
  await makePartsFolder();
  const { bavail, bsize } = await statfs(partsFolder());
  return bavail * bsize;
}

function partsFolder(): string {
  return join(settings().dataDir, "uploads");
}
