import "server-only";

import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { HOUR } from "@/lib/clock";
import { log } from "@/lib/log";
import { dropOldCopies, findCopies, keepCopy } from "./keep-copy";
import { type Migration, readMigrations, toMigrationList } from "./migration-files";
import { withSchemaEngine } from "./schema-engine";
import { sqliteAdapter } from "./sqlite-adapter";

/** How long to wait for another process that is migrating the same database, in ms. */
const LOCK_TIMEOUT = HOUR;

/** A folder beside a database that is being restored. While it is there and the database is not, there is no shop. */
export const restoringFolder = (path: string) => join(dirname(path), "restoring");

/** A database that this version of the program must not touch. The message is for the operator. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

type AppliedRow = { name: string; checksum: string; finished: boolean };

/**
 * Brings a database up to this version's migrations, creating it if there is none. Before one that is in use is
 * changed, a copy of it is written beside it. Two processes that start together never migrate at once: the second
 * waits, then finds nothing to do.
 *
 * @param url `file:` and an absolute path
 * @param options of `keepCopy`
 * @returns the names of the migrations applied now
 * @throws MigrationError when the database is newer than the program, was changed by hand, or a migration was
 *   interrupted, or a restore broke off; MigrationRefused
 */
export async function migrate(url: string, options?: Parameters<typeof keepCopy>[2]): Promise<string[]> {
  const migrations = readMigrations();
  const path = pathOf(url);
  return withMigrationLock(path, LOCK_TIMEOUT, async () => {
    refuseHalfRestored(path);
    const [first, ...more] = await pending(url, migrations);
    if (!first) return [];
    // If all of them are missing, the database is new: there is nothing to copy yet.
    if (more.length + 1 < migrations.length) {
      const copy = await keepCopy(path, first.name, options);
      log.info({ copy }, "The database was copied and will now be migrated.");
    }
    const { appliedMigrationNames } = await withSchemaEngine(url, (engine) =>
      engine.applyMigrations({
        migrationsList: toMigrationList(migrations),
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    await dropOldCopies(path);
    return appliedMigrationNames;
  });
}

const pathOf = (url: string) => url.replace(/^file:/, "");

/** An empty shop must not take the place of one that is on its way. */
function refuseHalfRestored(path: string): void {
  if (existsSync(path) || !existsSync(restoringFolder(path))) return;
  throw new MigrationError(
    "A restore of this shop has not finished. Run `npm run restore` again, with the same backup. To begin an empty shop " +
      `instead, delete ${restoringFolder(path)}.`,
  );
}

/**
 * The migrations that a database lacks.
 *
 * @throws MigrationError as {@link migrate}
 */
export async function findPending(url: string): Promise<string[]> {
  return (await pending(url, readMigrations())).map(({ name }) => name);
}

async function pending(url: string, migrations: Migration[]): Promise<Migration[]> {
  const applied = await readApplied(url);
  for (const row of applied) {
    const known = migrations.find((migration) => migration.name === row.name);
    if (!known) {
      throw new MigrationError(
        `The database has the migration ${row.name}, which this version does not know: it was made by a newer version. ` +
          "Start that version, or restore the backup from before the update.",
      );
    }
    if (known.checksum !== row.checksum) {
      throw new MigrationError(`The migration ${row.name} is not the one that the database was made with. Restore it.`);
    }
    if (!row.finished) {
      const [copy = "its backup"] = await findCopies(pathOf(url));
      throw new MigrationError(
        `The migration ${row.name} broke off half-way. Put ${copy} in the place of the database and start again: see ` +
          "docs/operate/upgrade.md.",
      );
    }
  }
  return migrations.filter(({ name }) => !applied.some((row) => row.name === name));
}

/** Prisma's own bookkeeping table; empty where it does not exist yet. */
async function readApplied(url: string): Promise<AppliedRow[]> {
  const connection = await sqliteAdapter(url).connect();
  const read = async (sql: string) => (await connection.queryRaw({ sql, args: [], argTypes: [] })).rows;
  try {
    const tables = await read("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'");
    if (tables.length === 0) return [];
    const rows = await read(
      "SELECT migration_name, checksum, finished_at IS NOT NULL FROM _prisma_migrations WHERE rolled_back_at IS NULL",
    );
    return rows.map(([name, checksum, finished]) => ({
      name: String(name),
      checksum: String(checksum),
      finished: Number(finished) === 1,
    }));
  } finally {
    await connection.dispose();
  }
}

/**
 * Holds the write lock of a small SQLite file beside the database. The operating system frees it when the process dies,
 * so that there is no stale lock to clear by hand.
 *
 * @param timeout how long to wait for another process, in ms
 * @throws MigrationError when that was too short
 */
export async function withMigrationLock<T>(path: string, timeout: number, run: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const lock = new Database(`${path}.migrating`, { timeout: 0 });
  try {
    for (const deadline = Date.now() + timeout; ; await sleep(50)) {
      try {
        lock.exec("BEGIN IMMEDIATE");
        break;
      } catch (error) {
        const busy = error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
        if (!busy) throw error;
        if (Date.now() >= deadline)
          throw new MigrationError("Another process is migrating or restoring the database. Try again later.");
      }
    }
    return await run();
  } finally {
    lock.close();
  }
}
