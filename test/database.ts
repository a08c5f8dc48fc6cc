import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeDb } from "../lib/db/client";
import { migrate } from "../lib/db/migrate";
import { readMigrations } from "../lib/db/migration-files";
import { forgetPerProcess } from "../lib/process";
import { PUBLIC_SESSION_SECRET } from "../lib/settings/parsers/secrets";
import { resetSettings } from "../lib/settings/settings";

const folders = join(tmpdir(), "filekiosk-test");

/** Migrated once per state of the migrations and machine, then copied: a fresh database costs a few milliseconds. */
async function baseDatabase(): Promise<string> {
  const state = createHash("sha256")
    .update(JSON.stringify(readMigrations().map(({ checksum }) => checksum)))
    .digest("hex")
    .slice(0, 16);
  const base = join(folders, `base-${state}.db`);
  if (existsSync(base)) return base;
  mkdirSync(folders, { recursive: true });
  const path = join(mkdtempSync(join(folders, "base-")), "filekiosk.db");
  await migrate(`file:${path}`);
  // The last connection to a WAL database empties the WAL when it closes, so the file alone is the database.
  renameSync(path, base);
  return base;
}

/** Puts a migrated, empty database where a server with this `DATA_DIR` looks for it. */
export async function putMigratedDatabase(dataDir: string): Promise<void> {
  copyFileSync(await baseDatabase(), join(dataDir, "filekiosk.db"));
}

/**
 * A migrated, empty SQLite database in its own folder, named by the settings from now on: `db()` opens it. Other
 * settings that are not set get the devnet's.
 *
 * @returns the database's URL, its folder (also DATA_DIR), and `close`, which removes both
 */
export async function freshDatabase(): Promise<{ url: string; dir: string; close(): Promise<void> }> {
  await closeDb();
  // Leases of another database.
  forgetPerProcess("gas-leases");
  const base = await baseDatabase();
  const dir = mkdtempSync(join(folders, "data-"));
  const path = join(dir, "filekiosk.db");
  copyFileSync(base, path);
  process.env.DATA_DIR = dir;
  process.env.DATABASE_URL = `file:${path}`;
  setDevnetSettings();
  resetSettings();
  // What an earlier test left running may have opened the database of before meanwhile.
  await closeDb();
  return {
    url: `file:${path}`,
    dir,
    close: async () => {
      await closeDb();
      // Work left by a purchase may open the database once more.
      await rm(dir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** The settings that a start needs, unless a test has chosen its own. */
export function setDevnetSettings(): void {
  process.env.NETWORKS ??= "eip155:31337";
  process.env.RPC_URL_31337 ??= "http://127.0.0.1:8545";
  process.env.SESSION_SECRET ??= PUBLIC_SESSION_SECRET;
  process.env.GAS_KEY ??= "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";
  resetSettings();
}
