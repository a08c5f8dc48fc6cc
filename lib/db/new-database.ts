import "server-only";
import Database from "better-sqlite3";
import { readMigrations, toMigrationList } from "./migration-files";
import { type Rehearsal, takeRows } from "./rehearsal";
import { withSchemaEngine } from "./schema-engine";
import { findDamage } from "./snapshot";

/**
 * Makes a database that takes the rows of a backup, as a rehearsal does, but in a file that stays.
 *
 * @param path of the file, which must not exist
 * @param migrations the names of the backup's migrations; this version must know each of them
 */
export async function openNewDatabase(path: string, migrations: readonly string[]): Promise<Rehearsal> {
  await applyMigrations(path, migrations);
  const connection = new Database(path, { fileMustExist: true });
  // A crash leaves a file that nobody uses.
  connection.pragma("journal_mode = OFF");
  connection.pragma("synchronous = OFF");
  return {
    ...takeRows(connection),
    async finish() {
      connection.exec("COMMIT");
      const found = findDamage(connection);
      connection.close();
      if (found.length === 0) await applyMigrations(path, null);
      return found;
    },
    close: () => connection.close(),
  };
}

/** @param names null: all that are missing */
async function applyMigrations(path: string, names: readonly string[] | null): Promise<void> {
  const migrations = readMigrations().filter(({ name }) => names === null || names.includes(name));
  await withSchemaEngine(`file:${path}`, (engine) =>
    engine.applyMigrations({
      migrationsList: toMigrationList(migrations),
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
}

/**
 * Writes everything into the file itself, so that it can be moved: the last connection to a database in WAL mode empties its
 * log. To be called when no other connection is open.
 */
export function closeForMoving(path: string): void {
  const connection = new Database(path, { fileMustExist: true });
  try {
    connection.pragma("journal_mode = WAL");
    connection.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    connection.close();
  }
}
