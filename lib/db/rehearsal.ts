import "server-only";
import Database from "better-sqlite3";
import { readMigrations } from "./migration-files";
import { findDamage } from "./snapshot";
import { toStored } from "./sqlite-values";
import type { Value } from "./statements";
import type { TableShape } from "./tables";

/** A database that takes the rows of a backup, and checks whether they form a valid one. */
export interface Rehearsal {
  /** The names of its tables, without SQLite's and Prisma's own. */
  readonly tables: readonly string[];
  /** @throws Error when the table does not take a row */
  insert(table: TableShape): (row: readonly Value[]) => void;
  /** Checks the rows, then applies the later migrations. @returns the problems found */
  finish(): Promise<string[]>;
  close(): void;
}

/**
 * Opens an empty database with some of this version's migrations, in a temporary file.
 *
 * @param migrations the names of the backup's migrations; this version must know each of them
 */
export function openRehearsal(migrations: readonly string[]): Rehearsal {
  // With an empty name SQLite uses a temporary file that it deletes when the connection closes.
  const connection = new Database("");
  const known = readMigrations();
  const run = (wanted: boolean) => {
    for (const { name, sql } of known) if (migrations.includes(name) === wanted) connection.exec(sql);
  };
  connection.pragma("journal_mode = OFF");
  run(true);
  return {
    ...takeRows(connection),
    async finish() {
      connection.exec("COMMIT");
      const found = findDamage(connection);
      if (found.length === 0) run(false);
      return found;
    },
    close: () => connection.close(),
  };
}

/** Prepares empty tables for rows, in a transaction that the caller commits. */
export function takeRows(connection: Database.Database): Pick<Rehearsal, "tables" | "insert"> {
  // Rows come table by table, and may refer to rows that come later.
  connection.pragma("foreign_keys = OFF");
  const tables = connection
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations'",
    )
    .pluck()
    .all() as string[];
  connection.exec("BEGIN");
  return {
    tables,
    insert({ name, columns }) {
      const names = columns.map((column) => `"${column.name}"`).join(", ");
      const places = columns.map(() => "?").join(", ");
      const statement = connection.prepare(`INSERT INTO "${name}" (${names}) VALUES (${places})`);
      return (row) => void statement.run(row.map(toStored));
    },
  };
}
