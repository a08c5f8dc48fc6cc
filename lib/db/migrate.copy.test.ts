import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startProcess } from "@/test/spawn";
import { migrate } from "./migrate";
import { readMigrations, toMigrationList } from "./migration-files";
import { withSchemaEngine } from "./schema-engine";

/** The copy of a database that is written before it is migrated. */

const RELEASE = "test/fixtures/releases/69c38bc/database.sql";
const now = new Date("2026-12-01T12:30:15.500Z");
const COPY = "shop-before-20261129120000_orders_and_transfers-20261201T123015Z.db";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-copy-"));
  path = join(folder, "shop.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const copies = () => readdirSync(folder).filter((name) => name.includes("-before-"));

function inUse(): void {
  const database = new Database(path);
  database.exec(readFileSync(RELEASE, "utf8"));
  database.close();
}

function rowsOf(file: string, table: string): unknown[] {
  const database = new Database(file);
  try {
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
    return database.prepare(`SELECT * FROM "${table}" ORDER BY 1`).all();
  } finally {
    database.close();
  }
}

test("has every row as it was, those too that only the write-ahead log had", async () => {
  inUse();
  const dying = new Database(path);
  dying.pragma("journal_mode = WAL");
  dying.pragma("wal_autocheckpoint = 0");
  dying.exec(`UPDATE "Payment" SET "reason" = 'only in the log'`);
  const before = dying.prepare(`SELECT * FROM "Payment" ORDER BY 1`).all();
  // As a killed process would leave them.
  for (const end of ["", "-wal"]) copyFileSync(path + end, `${path}${end}.kept`);
  dying.close();
  for (const end of ["", "-wal"]) renameSync(`${path}${end}.kept`, path + end);
  expect(await migrate(`file:${path}`, { now })).not.toHaveLength(0);
  expect(copies()).toEqual([COPY]);
  const copy = join(folder, COPY);
  expect(rowsOf(copy, "Payment")).toEqual(before);
  expect(rowsOf(copy, "Grant").length).toBeGreaterThan(0);
  expect(statSync(copy).mode).toBe(statSync(path).mode);
  expect(rowsOf(path, "Order")).toHaveLength(before.length);
});

test("is as good a database as the one before: it can be put in its place and migrated again", async () => {
  inUse();
  await migrate(`file:${path}`, { now });
  const orders = rowsOf(path, "Order");
  for (const name of readdirSync(folder)) if (name.startsWith("shop.db")) rmSync(join(folder, name));
  copyFileSync(join(folder, COPY), path);
  expect(await migrate(`file:${path}`)).not.toHaveLength(0);
  expect(rowsOf(path, "Order")).toEqual(orders);
});

test("is not written of a new database, nor when there is nothing to apply", async () => {
  await migrate(`file:${path}`, { now });
  await migrate(`file:${path}`, { now });
  expect(copies()).toEqual([]);
});

test("is written once by two processes that start together", async () => {
  inUse();
  const processes = [startProcess("migrate.ts", `file:${path}`), startProcess("migrate.ts", `file:${path}`)];
  await Promise.all(processes.map((one) => one.end()));
  expect(copies()).toHaveLength(1);
}, 120_000);

test("needs room: without it nothing is changed or left, and the message says how much", async () => {
  inUse();
  const size = statSync(path).size;
  const attempt = migrate(`file:${path}`, { now, freeSpace: async () => 3 * size - 1 });
  await expect(attempt).rejects.toThrow(/needs 0\.\d{3} GB of free space in .*Nothing was changed.*upgrade\.md/);
  expect(copies()).toEqual([]);
  expect(rowsOf(path, "Payment").length).toBeGreaterThan(0);
  expect(await migrate(`file:${path}`, { now, freeSpace: async () => 3 * size })).not.toHaveLength(0);
});

test("is not written while another process has the database open, and nothing is changed", async () => {
  inUse();
  const running = new Database(path);
  running.pragma("journal_mode = WAL");
  running.prepare(`SELECT count(*) FROM "Payment"`).get();
  await expect(migrate(`file:${path}`, { now })).rejects.toThrow("Stop it, and start again. Nothing was changed.");
  expect(copies()).toEqual([]);
  running.close();
  expect(await migrate(`file:${path}`, { now })).not.toHaveLength(0);
});

test("stays when the migration breaks off; the next start names it and writes no other", async () => {
  inUse();
  const database = new Database(path);
  database.exec(`CREATE TABLE "Hold" (x)`);
  database.close();
  const before = rowsOf(path, "Payment");
  await expect(migrate(`file:${path}`, { now })).rejects.toThrow("Hold");
  const copy = join(folder, COPY);
  const bytes = readFileSync(copy);
  await expect(migrate(`file:${path}`)).rejects.toThrow(`broke off half-way. Put ${copy} in the place`);
  expect(copies()).toEqual([COPY]);
  expect(readFileSync(copy).equals(bytes)).toBe(true);
  expect(rowsOf(copy, "Payment")).toEqual(before);
});

test("that was not finished is none: what is left of it goes, and a whole one is written", async () => {
  inUse();
  const left = ["shop-before-x-20261130T000000Z.db.partial", "shop-before-x-20261130T000000Z.db.partial-journal"];
  for (const name of left) writeFileSync(join(folder, name), "half");
  await migrate(`file:${path}`, { now });
  expect(copies()).toEqual([COPY]);
});

test("makes way only after a migration that succeeded, for the two newest; other files are none of its own", async () => {
  const [oldest, older] = ["shop-before-a-20260101T000000Z.db", "shop-before-b-20260201T000000Z.db"];
  const others = ["shop-before-c.db", "other-before-a-20250101T000000Z.db"];
  for (const name of [oldest, older, ...others]) writeFileSync(join(folder, name), "");
  inUse();
  await migrate(`file:${path}`, { now });
  expect(copies().sort()).toEqual([...others, COPY, older].sort());
});

test("is named after the first migration that is missing", async () => {
  const all = readMigrations();
  await withSchemaEngine(`file:${path}`, (engine) =>
    engine.applyMigrations({
      migrationsList: toMigrationList(all.slice(0, 3)),
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  await migrate(`file:${path}`, { now });
  expect(existsSync(join(folder, `shop-before-${all[3]?.name}-20261201T123015Z.db`))).toBe(true);
});
