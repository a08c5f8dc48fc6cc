import "server-only";
import { open, statfs } from "node:fs/promises";

/** The bytes that this user may still write to the file system of a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Makes a file's bytes, or a folder's entries, survive a power cut (fsync). */
export async function syncPath(path: string): Promise<void> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(path, "r");
  } catch (error) {
    // Windows opens no folders; its file system writes names through.
    if (process.platform === "win32" && ["EISDIR", "EPERM"].includes(codeOf(error))) return;
    throw error;
  }
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code);
}
