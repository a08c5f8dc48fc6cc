import "server-only";

import Database from "better-sqlite3";
import { readMigrations } from "./migration-files";

/** How long to wait for a process that has the file locked, in ms. */
const BUSY_TIMEOUT = 5_000;
/** Problems that are listed. */
const MAX_PROBLEMS = 5;

/** What a look at a database found. All lists are empty for a sound one that is up to date. */
type Inspection = {
  /** In SQLite's words: damaged pages and indexes, rows that refer to nothing. */
  damage: string[];
  /** Names of migrations of this version that it lacks. */
  pending: string[];
  /** Those that it has and this version does not know, or knows otherwise. */
  foreign: string[];
  /** Those that broke off half-way. */
  broken: string[];
};

/**
 * Looks at a SQLite database without changing it, also while the shop runs. It reads the whole file: a second for each
 * gigabyte or so.
 *
 * @param url `file:` and an absolute path
 * @throws when there is no such file
 */
export function inspectDatabase(url: string): Inspection {
  const database = new Database(url.replace(/^file:/, ""), {
    readonly: true,
    fileMustExist: true,
    timeout: BUSY_TIMEOUT,
  });
  try {
    const damage = findDamage(database);
    return damage.length > 0
      ? { damage, pending: [], foreign: [], broken: [] }
      : { damage, ...compareMigrations(database) };
  } finally {
    database.close();
  }
}

/** Damage may show as a list or as an error. */
function findDamage(database: Database.Database): string[] {
  try {
    const said = database.pragma(`integrity_check(${MAX_PROBLEMS})`) as { integrity_check: string }[];
    const lost = database.pragma("foreign_key_check") as { table: string; parent: string }[];
    return [
      ...said.map((row) => row.integrity_check).filter((words) => words !== "ok"),
      ...lost
        .slice(0, MAX_PROBLEMS)
        .map(({ table, parent }) => `a row of ${table} refers to a missing row of ${parent}`),
    ];
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code.startsWith("SQLITE_BUSY")) throw error;
    return [error.message];
  }
}

type Row = { name: string; checksum: string; finished: number };

function compareMigrations(database: Database.Database): Omit<Inspection, "damage"> {
  const known = readMigrations();
  const rows = readRows(database);
  return {
    pending: known.filter(({ name }) => !rows.some((row) => row.name === name)).map(({ name }) => name),
    foreign: rows
      .filter((row) => !known.some(({ name, checksum }) => name === row.name && checksum === row.checksum))
      .map(({ name }) => name),
    broken: rows.filter(({ finished }) => finished === 0).map(({ name }) => name),
  };
}

function readRows(database: Database.Database): Row[] {
  const table = database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'").get();
  if (!table) return [];
  const sql =
    "SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL";
  return database.prepare(sql).all() as Row[];
}
