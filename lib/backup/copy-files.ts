import "server-only";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { freeBytes, syncPath } from "@/lib/disk";
import { storage } from "@/lib/storage/storage";
import { BackupError } from "./backup-error";
import type { Layout } from "./layout";
import type { FileFault, StoredFile } from "./manifest";
import { isStillNamed } from "./named-files";
import { writeStream } from "./write-durably";

/** How copying the files of a backup went. `copied` counts only files that the folder did not have yet. */
export type CopiedFiles = {
  stored: StoredFile[];
  copied: { files: number; bytes: number };
  goneSince: string[];
  faults: FileFault[];
};

/**
 * Copies the bytes of files into a folder of backups, but only those that it does not have yet, by hash. For the others it
 * only checks the size.
 *
 * @param progress called with the bytes copied so far and the bytes to copy
 * @throws BackupError `no_room` before anything is copied
 */
export async function copyFiles(
  layout: Layout,
  files: readonly StoredFile[],
  progress: (bytes: number, of: number) => void,
): Promise<CopiedFiles> {
  const missing = await findMissing(layout, files);
  const of = [...missing.values()].reduce((sum, { size }) => sum + size, 0);
  await requireRoom(layout, of);
  const result: CopiedFiles = { stored: [], copied: { files: 0, bytes: 0 }, goneSince: [], faults: [] };
  const folders = new Set<string>();
  for (const file of files) {
    const what = missing.has(file.sha256) ? await copy(layout, file) : "known";
    if (what === "gone") result.goneSince.push(file.storageKey);
    else if (what === "missing" || what === "damaged") result.faults.push({ ...file, fault: what });
    else result.stored.push(file);
    if (what !== "copied") continue;
    missing.delete(file.sha256);
    folders.add(dirname(layout.bytes(file.sha256)));
    result.copied.files += 1;
    result.copied.bytes += file.size;
    progress(result.copied.bytes, of);
  }
  // The manifest relies on these names, so they are flushed first.
  for (const folder of folders) await syncPath(folder);
  if (folders.size > 0) await syncPath(join(layout.root, "files"));
  return result;
}

/** By hash. A stored file with the wrong size is damaged, and is copied again. */
async function findMissing(layout: Layout, files: readonly StoredFile[]): Promise<Map<string, StoredFile>> {
  const missing = new Map<string, StoredFile>();
  for (const file of files) {
    if (missing.has(file.sha256)) continue;
    const found = await stat(layout.bytes(file.sha256)).catch(() => null);
    if (found?.size !== file.size) missing.set(file.sha256, file);
  }
  return missing;
}

async function requireRoom({ root }: Layout, bytes: number): Promise<void> {
  const free = await freeBytes(root);
  if (free >= bytes) return;
  const megabytes = (count: number) => `${Math.ceil(count / 1e6)} MB`;
  throw new BackupError(
    "no_room",
    `New files need ${megabytes(bytes)} in ${root}, and ${megabytes(free)} are free. No backup was written.`,
  );
}

/** Copies one file. Only complete bytes that match the row get the final name. */
async function copy(layout: Layout, file: StoredFile): Promise<"copied" | "gone" | FileFault["fault"]> {
  const fresh = join(layout.partial, file.sha256);
  try {
    const source = await storage()
      .open(file.storageKey)
      .catch(() => null);
    if (source === null) return (await isStillNamed(file)) ? "missing" : "gone";
    const { size, sha256 } = await writeStream(fresh, source);
    if (size !== file.size || sha256 !== file.sha256) return "damaged";
    const path = layout.bytes(file.sha256);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(fresh, path);
    return "copied";
  } finally {
    await rm(fresh, { force: true });
  }
}
