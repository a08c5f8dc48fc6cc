import "server-only";
import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { db } from "./client";
import { findPending } from "./migrate";
import { readMigrations } from "./migration-files";
import { fromStored } from "./sqlite-values";
import type { Value } from "./statements";
import { shapesOf, type TableShape, tableShapes } from "./tables";

/** How long to wait for a process that holds the file exclusively, in ms. */
const BUSY_TIMEOUT = 10_000;

/** A consistent view of a whole database while others keep writing. Close it soon: until then SQLite's log only grows. */
export interface Snapshot {
  readonly provider: "sqlite";
  /** The applied migrations, oldest first. */
  readonly migrations: readonly { name: string; checksum: string }[];
  readonly tables: readonly TableShape[];
  /** Rows in no particular order, as lists of the table's columns. */
  rows(table: TableShape): Iterable<Value[]>;
  /** Problems that the database itself finds: damaged pages, and references to missing rows. */
  check(): string[];
  close(): void;
}

/** The database cannot be read by this version. The message is for the operator. */
export class SnapshotRefused extends Error {
  override name = "SnapshotRefused";
}

/**
 * Opens a snapshot of a database that this version has migrated, on its own connection, so that no other query waits.
 *
 * @param url `file:` and an absolute path
 * @throws SnapshotRefused when there is no database, or migrations are missing; MigrationError for unknown migrations
 */
export async function openSnapshot(url: string): Promise<Snapshot> {
  const path = url.replace(/^file:/, "");
  if (!existsSync(path)) throw new SnapshotRefused(`There is no database ${path}.`);
  const connection = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT });
  try {
    connection.defaultSafeIntegers(true);
    connection.pragma("query_only = ON");
    // The first read fixes the moment of the snapshot.
    connection.exec("BEGIN; SELECT 1 FROM sqlite_master");
    const [missing] = await findPending(url);
    if (missing) {
      throw new SnapshotRefused(
        `The database lacks the migration ${missing}: it is of an older version. Start this version once, or use that one.`,
      );
    }
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    provider: "sqlite",
    migrations: readMigrations().map(({ name, checksum }) => ({ name, checksum })),
    tables: tableShapes(shapesOf(db())),
    rows: (table) => rowsOf(connection, table),
    check: () => findDamage(connection),
    close: () => connection.close(),
  };
}

function* rowsOf(connection: Database.Database, { name, columns }: TableShape): Iterable<Value[]> {
  const names = columns.map((column) => `"${column.name}"`).join(", ");
  const statement = connection.prepare<[], unknown[]>(`SELECT ${names} FROM "${name}"`).raw();
  for (const row of statement.iterate()) {
    yield columns.map(({ kind }, at) => fromStored(kind, row[at] as unknown));
  }
}

/** The most findings that one check returns. */
const MAX_FOUND = 100;

/** Problems that SQLite finds: damaged pages and indexes, and references to missing rows. */
export function findDamage(connection: Database.Database): string[] {
  const pages = connection.pragma(`integrity_check(${MAX_FOUND})`) as { integrity_check: string }[];
  const keys = connection.pragma("foreign_key_check") as { table: string; parent: string; rowid: unknown }[];
  return [
    ...pages.map((one) => one.integrity_check).filter((text) => text !== "ok"),
    ...keys
      .slice(0, MAX_FOUND)
      .map(({ table, parent, rowid }) => `row ${rowid} of ${table} names a row that ${parent} lacks`),
  ];
}
