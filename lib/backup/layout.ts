import "server-only";
import { join } from "node:path";

/**
 * A folder of backups:
 *
 * - `filekiosk-backups.json` says what it is; `lock` is held by a process that works on it;
 * - `files/<2 characters>/<SHA-256>`: the bytes of files, each kept once for all backups;
 * - `backups/<time>/`: one backup: `manifest.json`, `files.ndjson.gz` (which files it has) and `tables/<table>.ndjson.gz`.
 *   Without its manifest it is none: that is written last;
 * - `partial/`: bytes that are being written.
 */
export type Layout = {
  root: string;
  marker: string;
  lock: string;
  backups: string;
  partial: string;
  /** Where the bytes with this SHA-256 (lower-case hex) are. */
  bytes(sha256: string): string;
  backup(name: string): BackupPaths;
};

export type BackupPaths = {
  name: string;
  folder: string;
  manifest: string;
  files: string;
  tables: string;
  table(name: string): string;
};

export function layoutOf(root: string): Layout {
  const backups = join(root, "backups");
  return {
    root,
    marker: join(root, "filekiosk-backups.json"),
    lock: join(root, "lock"),
    backups,
    partial: join(root, "partial"),
    bytes: (sha256) => join(root, "files", sha256.slice(0, 2), sha256),
    backup: (name) => backupPaths(join(backups, name), name),
  };
}

function backupPaths(folder: string, name: string): BackupPaths {
  const tables = join(folder, "tables");
  return {
    name,
    folder,
    manifest: join(folder, "manifest.json"),
    files: join(folder, "files.ndjson.gz"),
    tables,
    table: (table) => join(tables, `${table}.ndjson.gz`),
  };
}

/** A backup's name: its start time in UTC, with a number if there are several in one second. */
export const BACKUP_NAME = /^\d{8}T\d{6}Z(?:-\d+)?$/;

export function nameOf(now: Date, taken: readonly string[]): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  let name = time;
  for (let number = 2; taken.includes(name); number += 1) name = `${time}-${number}`;
  return name;
}
