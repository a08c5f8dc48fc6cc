import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startProcess } from "@/test/spawn";
import { migrate } from "./migrate";
import { readMigrations } from "./migration-files";
import { missingMigration } from "./missing-migration";
import { readDatamodels } from "./schema-engine";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-migrate-"));
  path = join(folder, "data", "filekiosk.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const names = readMigrations().map(({ name }) => name);

function query(sql: string): unknown[] {
  const connection = new Database(path);
  try {
    const statement = connection.prepare(sql);
    return statement.reader ? statement.all() : [statement.run()];
  } finally {
    connection.close();
  }
}

test("the models and the migrations agree (if not: npm run migration -- <name>)", async () => {
  expect(await missingMigration()).toBeNull();
});

test("a model without its migration is noticed", async () => {
  const changed = readDatamodels().map((file) => ({
    ...file,
    content: file.content.replace("model UsedNonce {", "model UsedNonce {\n  extra String?"),
  }));
  expect(await missingMigration(changed)).toContain('ADD COLUMN "extra"');
});

test("a missing database is made, with Prisma's own bookkeeping, and a second start has nothing to do", async () => {
  expect(await migrate(`file:${path}`)).toEqual(names);
  expect(await migrate(`file:${path}`)).toEqual([]);
  const rows = query("SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations") as {
    migration_name: string;
    checksum: string;
    finished_at: unknown;
    rolled_back_at: unknown;
  }[];
  expect(rows.map((row) => [row.migration_name, row.checksum])).toEqual(
    readMigrations().map(({ name, checksum }) => [name, checksum]),
  );
  expect(rows.every((row) => row.finished_at !== null && row.rolled_back_at === null)).toBe(true);
});

test("two processes that start together migrate once", async () => {
  const processes = [startProcess("migrate.ts", `file:${path}`), startProcess("migrate.ts", `file:${path}`)];
  const applied = await Promise.all(processes.map(async (one) => JSON.parse(await one.line()) as string[]));
  await Promise.all(processes.map((one) => one.end()));
  expect(applied.sort((a, b) => a.length - b.length)).toEqual([[], names]);
  expect(query("SELECT count(*) AS rows FROM _prisma_migrations")).toEqual([{ rows: names.length }]);
}, 120_000);

test.each([
  ["made by a newer version", "UPDATE _prisma_migrations SET migration_name = '29991231000000_later'", /newer version/],
  ["whose migration was edited since", "UPDATE _prisma_migrations SET checksum = 'other'", /not the one/],
  ["whose migration broke off", "UPDATE _prisma_migrations SET finished_at = NULL", /broke off/],
])("a database %s is left alone", async (_, change, message) => {
  await migrate(`file:${path}`);
  query(change);
  await expect(migrate(`file:${path}`)).rejects.toThrow(message);
});
