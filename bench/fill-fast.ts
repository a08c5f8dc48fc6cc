import type Database from "better-sqlite3";

/**
 * Prepares a database for millions of generated rows: no safety on the disk, no checks, no indexes. A crash loses
 * generated rows and nothing else.
 *
 * @returns makes the indexes again, once the rows are there
 */
export function fillFast(database: Database.Database): () => void {
  database.pragma("journal_mode = MEMORY");
  database.pragma("synchronous = OFF");
  database.pragma("foreign_keys = OFF");
  database.pragma("cache_size = -1000000");
  const indexes = database
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`);
  return () => {
    for (const { sql } of indexes) database.exec(sql);
  };
}
