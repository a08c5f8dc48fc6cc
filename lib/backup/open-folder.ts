import "server-only";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { BackupError } from "./backup-error";
import { type Layout, layoutOf } from "./layout";
import { findBackups, listFolder } from "./manifest";
import { writeText } from "./write-durably";

const MARKER = `${JSON.stringify({ format: "filekiosk-backups", about: "docs/operate/backup.md" })}\n`;
/** Only the operator may read a backup: it has everything that the database has. */
const FOLDER_MODE = 0o700;

/** One writer at a time; readers are not blocked. */
const TO_WRITE = "BEGIN IMMEDIATE";
const TO_READ = "BEGIN; SELECT 1 FROM sqlite_master";

/** A folder of backups that this process holds. */
export type HeldFolder = Layout & {
  /** Takes the exclusive lock without waiting. False if another process is reading. */
  takeAlone(): boolean;
  release(): void;
};

/**
 * Opens a folder for a new backup. Creates it if needed, and removes what a dead process left behind.
 *
 * @throws BackupError `in_use`, `foreign_folder`
 */
export async function openForWriting(root: string): Promise<HeldFolder> {
  const layout = layoutOf(root);
  await mkdir(root, { recursive: true, mode: FOLDER_MODE });
  if (!existsSync(layout.marker)) {
    const [other] = (await listFolder(root)).filter((name) => !["lock", "lost+found", "partial"].includes(name));
    if (other) {
      throw new BackupError(
        "foreign_folder",
        `${root} has other things in it, such as ${other}. Name an empty folder.`,
      );
    }
  }
  const held = hold(layout, TO_WRITE);
  try {
    await rm(layout.partial, { recursive: true, force: true });
    await mkdir(layout.partial, { mode: FOLDER_MODE });
    await mkdir(layout.backups, { recursive: true, mode: FOLDER_MODE });
    if (!existsSync(layout.marker)) await writeText(layout.marker, MARKER);
    await dropUnfinished(layout);
    return held;
  } catch (error) {
    held.release();
    throw error;
  }
}

/**
 * Opens a folder for reading. Other processes may read and write new backups at the same time.
 *
 * @throws BackupError `in_use`, `not_a_backup`
 */
export function openForReading(root: string): HeldFolder {
  const layout = layoutOf(root);
  if (!existsSync(layout.marker)) throw new BackupError("not_a_backup", `${root} is no folder of backups.`);
  return hold(layout, TO_READ);
}

/** Takes a lock on a SQLite file. The operating system releases it when the process dies, so no stale lock is left. */
function hold(layout: Layout, how: string): HeldFolder {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(layout.lock, { timeout: 0 });
    lock.exec(how);
  } catch (error) {
    lock?.close();
    const code = String((error as { code?: unknown }).code);
    // A read-only disk needs no lock.
    if (how === TO_READ && /CANTOPEN|READONLY/.test(code)) return { ...layout, takeAlone: () => false, release() {} };
    throw explain(error, code, layout.root);
  }
  const held = lock;
  return { ...layout, takeAlone: () => takeAlone(held), release: () => held.close() };
}

function explain(cause: unknown, code: string, root: string): unknown {
  if (code.startsWith("SQLITE_BUSY")) {
    return new BackupError("in_use", `Another process works on the backups in ${root}. Try again later.`, { cause });
  }
  if (code === "SQLITE_FULL") return new BackupError("no_room", `There is no room left in ${root}.`, { cause });
  return cause;
}

function takeAlone(lock: Database.Database): boolean {
  try {
    lock.exec("COMMIT; BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (String((error as { code?: unknown }).code).startsWith("SQLITE_BUSY")) return false;
    throw error;
  }
}

/** Deletes backups without a manifest: their process died. */
async function dropUnfinished(layout: Layout): Promise<void> {
  const finished = await findBackups(layout);
  for (const name of await listFolder(layout.backups)) {
    if (!finished.includes(name)) await rm(join(layout.backups, name), { recursive: true });
  }
}
