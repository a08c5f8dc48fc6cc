import "server-only";

import { chmod, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import Database from "better-sqlite3";
import { freeBytes, syncPath } from "@/lib/disk";

/** Copies that stay: the newest ones. */
const COPIES_KEPT = 2;
/** The room for the migration itself, in sizes of the database: it writes new tables before it drops old ones. */
const ROOM_TO_MIGRATE = 2;
/** Pages copied between two turns of the event loop: 40 MB. */
const PAGES = 10_000;
/** How long to wait for another process that has the database open, in ms. */
const BUSY_TIMEOUT = 5_000;
const PARTIAL = ".partial";

/** The database cannot be migrated safely now, and nothing was changed. The message is for the operator. */
class MigrationRefused extends Error {
  override name = "MigrationRefused";
}

/**
 * Writes a consistent copy of a SQLite database beside it, to go back to if its migration goes wrong:
 * `filekiosk-before-<migration>-<time>.db`. A copy under its final name is complete and on the disk.
 *
 * @param migration the first that is going to be applied
 * @param options.freeSpace reads how many bytes are free for a folder
 * @returns its path
 * @throws MigrationRefused when copy and migration may not fit on the disk, or another process has the database open;
 *   nothing was written then
 */
export async function keepCopy(
  path: string,
  migration: string,
  { now = new Date(), freeSpace = freeBytes } = {},
): Promise<string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const copy = join(dirname(path), `${beginningOf(path)}${migration}-${time}.db`);
  await dropPartial(path);
  const source = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT });
  try {
    takeForUs(source);
    requireRoom(dirname(path), sizeOf(source), await freeSpace(dirname(path)));
    await source.backup(copy + PARTIAL, { progress: () => PAGES });
  } finally {
    source.close();
  }
  await chmod(copy + PARTIAL, (await stat(path)).mode);
  await syncPath(copy + PARTIAL);
  await rename(copy + PARTIAL, copy);
  await syncPath(dirname(path));
  return copy;
}

/** Deletes all copies of this database but the newest. To be called after a migration that succeeded. */
export async function dropOldCopies(path: string): Promise<void> {
  for (const old of (await findCopies(path)).slice(COPIES_KEPT)) await rm(old);
}

/** The copies that were written before migrations of this database, the newest first. */
export async function findCopies(path: string): Promise<string[]> {
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(beginningOf(path)));
  const times = names.flatMap((name) => {
    const [, time] = /-(\d{8}T\d{6}Z)\.db$/.exec(name) ?? [];
    return time ? [{ name, time }] : [];
  });
  return times.sort((one, other) => other.time.localeCompare(one.time)).map(({ name }) => join(dirname(path), name));
}

const beginningOf = (path: string) => `${basename(path).replace(/\.\w+$/, "")}-before-`;

/** Deletes what a process left behind when it died while copying. */
async function dropPartial(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    if (name.startsWith(beginningOf(path)) && name.includes(PARTIAL)) await rm(join(dirname(path), name));
  }
}

/** Keeps other processes from reading and writing until it is closed. The migration itself needs the same. */
function takeForUs(database: Database.Database): void {
  database.pragma("locking_mode = EXCLUSIVE");
  try {
    database.exec("BEGIN EXCLUSIVE; COMMIT");
  } catch (error) {
    if (!(error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY"))) throw error;
    throw new MigrationRefused(
      "Another process has the database open, perhaps the previous version. Stop it, and start again. Nothing was changed.",
    );
  }
}

/** Bytes, including those that only the write-ahead log has. */
function sizeOf(database: Database.Database): number {
  const pragma = (name: string) => Number(database.pragma(name, { simple: true }));
  return pragma("page_count") * pragma("page_size");
}

function requireRoom(folder: string, size: number, free: number): void {
  const wanted = size * (1 + ROOM_TO_MIGRATE);
  if (free >= wanted) return;
  throw new MigrationRefused(
    `Updating the database needs ${gigabytes(wanted)} of free space in ${folder}, for a copy and for the new tables. Only ` +
      `${gigabytes(free)} are free. Nothing was changed. Make room, or start the previous version, and see docs/operate/upgrade.md.`,
  );
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e8 ? 3 : 1)} GB`;
