import "server-only";

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { MigrationList } from "@prisma/schema-engine-wasm";

/** Where the migrations of the SQLite provider are, from the repository's root. */
export const migrationsFolder = "prisma/sqlite/migrations";

export type Migration = {
  /** `20261121120000_first`: sorted by name, applied in that order. */
  name: string;
  sql: string;
  /** SHA-256 of the SQL as lower-case hex, as Prisma records it. */
  checksum: string;
};

/** The migrations that came with this version of the program, oldest first. */
export function readMigrations(): Migration[] {
  const folder = join(/* turbopackIgnore: true */ process.cwd(), migrationsFolder);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/** The same, in the shape that Prisma's engine takes. */
export function toMigrationList(migrations: Migration[]): MigrationList {
  const folder = join(/* turbopackIgnore: true */ process.cwd(), migrationsFolder);
  const lockfile = "migration_lock.toml";
  return {
    baseDir: folder,
    lockfile: { path: lockfile, content: readFileSync(join(folder, lockfile), "utf8") },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
}
