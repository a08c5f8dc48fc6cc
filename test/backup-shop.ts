import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { closeDb } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { setDevnetSettings } from "./database";

const RELEASE = "test/fixtures/releases/69c38bc";

/** A shop that was in use, of this version: every table has rows, and every kind of file has bytes. */
export type UsedShop = { dataDir: string; url: string; backups: string; close(): Promise<void> };

/** Puts a used shop into a folder of its own, and names it by the settings: `db()` and `storage()` are its own. */
export async function openUsedShop(): Promise<UsedShop> {
  await closeDb();
  const dir = mkdtempSync(join(tmpdir(), "filekiosk-backup-"));
  const dataDir = join(dir, "data");
  cpSync(join(RELEASE, "bytes"), dataDir, { recursive: true });
  const path = join(dataDir, "filekiosk.db");
  const database = new Database(path);
  database.exec(readFileSync(join(RELEASE, "database.sql"), "utf8"));
  database.close();
  const url = `file:${path}`;
  await migrate(url);
  noteEarlierRestore(path);
  process.env.DATA_DIR = dataDir;
  process.env.DATABASE_URL = url;
  forgetPerProcess("gas-leases");
  setDevnetSettings();
  resetSettings();
  // What an earlier test left running may have opened the database of before meanwhile.
  await closeDb();
  return {
    dataDir,
    url,
    backups: join(dir, "backups"),
    close: async () => {
      await closeDb();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The release had no restores, and every table has rows. */
function noteEarlierRestore(path: string): void {
  const database = new Database(path);
  const columns = `"id", "epoch", "backup", "since", "hasJournal", "restoredAt", "confirmedAt"`;
  const at = "2026-11-01T00:00:00.000+00:00";
  database
    .prepare(`INSERT INTO "Restoration" (${columns}) VALUES (?, ?, ?, ?, 1, ?, ?)`)
    .run("an earlier one", "its epoch", "20261031T000000Z", at, at, at);
  fillEmptyTables(database);
  database.close();
}

type ColumnInfo = { name: string; type: string };
type ForeignKey = { table: string; from: string; to: string | null };

/** One row for each table that is newer than the release. What it says does not matter to a backup. */
function fillEmptyTables(database: Database.Database): void {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  for (const table of tables.pluck().all() as string[]) {
    if (database.prepare(`SELECT 1 FROM "${table}"`).get()) continue;
    const keys = database.pragma(`foreign_key_list("${table}")`) as ForeignKey[];
    const columns = database.pragma(`table_info("${table}")`) as ColumnInfo[];
    const values = columns.map(({ name, type }) => {
      const key = keys.find(({ from }) => from === name);
      if (key)
        return database
          .prepare(`SELECT "${key.to ?? "id"}" FROM "${key.table}"`)
          .pluck()
          .get();
      if (type === "DATETIME") return "2026-11-02T00:00:00.000+00:00";
      return type === "TEXT" ? `${name} of ${table}` : 1;
    });
    database.prepare(`INSERT INTO "${table}" VALUES (${columns.map(() => "?").join()})`).run(values);
  }
}

/** Every file below a folder, by its path from there. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** All rows of a SQLite file, by table. */
export function everyRow(path: string): Record<string, unknown[]> {
  const database = new Database(path, { readonly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .pluck()
      .all() as string[];
    return Object.fromEntries(
      tables.map((name) => [name, database.prepare(`SELECT * FROM "${name}" ORDER BY 1`).all()]),
    );
  } finally {
    database.close();
  }
}

/** A disk of one megabyte below a folder. Null where this user may mount none. */
export function mountSmallDisk(folder: string): { path: string; makeReadOnly(): void; unmount(): void } | null {
  const path = mkdtempSync(join(folder, "disk-"));
  const run = (command: string, ...args: string[]) => spawnSync(command, [...args, path]).status === 0;
  if (!run("mount", "-t", "tmpfs", "-o", "size=1m", "none")) return null;
  return {
    path,
    makeReadOnly: () => void run("mount", "-o", "remount,ro"),
    unmount: () => void run("umount"),
  };
}
