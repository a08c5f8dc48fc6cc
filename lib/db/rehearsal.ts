import "server-only";
import Database from "better-sqlite3";
import { readMigrations } from "./migration-files";
import { findDamage } from "./snapshot";
import { toStored } from "./sqlite-values";
import type { Value } from "./statements";
import type { TableShape } from "./tables";

/** A database of its own that rows are put into, to see whether they make one. It is gone once it is closed. */
export interface Rehearsal {
  /** Its tables, but for those of the database and the migrations themselves. */
  readonly tables: readonly string[];
  /** @throws Error when the table does not take a row */
  insert(table: TableShape): (row: readonly Value[]) => void;
  /** Applies the migrations that came later. @returns what is wrong */
  finish(): string[];
  close(): void;
}

/**
 * Opens an empty database with some of this version's migrations, in a temporary file.
 *
 * @param migrations names of those that the rows come from; each must be one of this version's
 */
export function openRehearsal(migrations: readonly string[]): Rehearsal {
  // SQLite's own temporary file, which has no name and ends with the connection.
  const connection = new Database("");
  const known = readMigrations();
  const run = (wanted: boolean) => {
    for (const { name, sql } of known) if (migrations.includes(name) === wanted) connection.exec(sql);
  };
  connection.pragma("journal_mode = OFF");
  run(true);
  // Rows come table by table: those that they name may come later.
  connection.pragma("foreign_keys = OFF");
  const tables = connection
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
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
    finish() {
      connection.exec("COMMIT");
      const found = findDamage(connection);
      if (found.length === 0) run(false);
      return found;
    },
    close: () => connection.close(),
  };
}
