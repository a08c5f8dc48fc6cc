import "server-only";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Layout } from "@/lib/backup/layout";
import type { StoredFile } from "@/lib/backup/manifest";
import { measure, writeStream } from "@/lib/backup/write-durably";
import { freeBytes } from "@/lib/disk";
import { storage } from "@/lib/storage/storage";
import { RestoreRefused } from "./refused";
import type { Target } from "./target";

/** Bytes per read. */
const READ_SIZE = 1024 * 1024;
/** How much larger a database is than its compressed rows, at most (measured: 18). */
const INFLATED = 25;

/** @param rows bytes of the compressed rows @throws RestoreRefused `no_room` before anything is written */
export async function requireRoom(folder: string, files: readonly StoredFile[], rows: number): Promise<void> {
  const needed = files.reduce((sum, { size }) => sum + size, rows * INFLATED);
  const free = (await storage().freeSpace()) ?? Number.POSITIVE_INFINITY;
  const least = Math.min(free, await freeBytes(folder));
  if (least >= needed) return;
  const megabytes = (count: number) => `${Math.ceil(count / 1e6)} MB`;
  throw new RestoreRefused("no_room", `The shop needs ${megabytes(needed)}, and ${megabytes(least)} are free.`);
}

/**
 * Copies files from a folder of backups into the shop's storage, under their storage keys. Each is compared with its hash on
 * the way. What an earlier attempt has stored stays.
 *
 * @throws RestoreRefused `damaged` for the first that is not as the backup says
 */
export async function copyBytes(
  layout: Layout,
  { partial }: Target,
  files: readonly StoredFile[],
  progress: (done: number, of: number) => void,
): Promise<void> {
  const of = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const file of files) {
    if (!(await isStored(file))) await copy(layout, partial, file);
    done += file.size;
    progress(done, of);
  }
}

async function isStored({ storageKey, size, sha256 }: StoredFile): Promise<boolean> {
  if ((await storage().size(storageKey)) !== size) return false;
  return (await measure(await storage().open(storageKey))).sha256 === sha256;
}

async function copy(layout: Layout, partial: string, file: StoredFile): Promise<void> {
  const source = layout.bytes(file.sha256);
  const fresh = join(partial, file.storageKey);
  await rm(fresh, { force: true });
  const { size, sha256 } = await writeStream(fresh, createReadStream(source, { highWaterMark: READ_SIZE }));
  if (size !== file.size || sha256 !== file.sha256) {
    throw new RestoreRefused("damaged", `${source} is not what it was when it was backed up: its hash is ${sha256}.`);
  }
  await storage().promote(fresh, file.storageKey);
}
