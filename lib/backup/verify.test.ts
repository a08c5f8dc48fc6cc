import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { storage } from "@/lib/storage/storage";
import { filesBelow, mountSmallDisk, openUsedShop, type UsedShop } from "@/test/backup-shop";
import { type BackupPaths, layoutOf } from "./layout";
import { type Manifest, readManifest } from "./manifest";
import { type Row, readRows, writeRows } from "./rows";
import { verifyBackup, verifyShop } from "./verify";
import { writeBackup } from "./write-backup";

let shop: UsedShop;
let paths: BackupPaths;
beforeEach(async () => {
  shop = await openUsedShop();
  const { name } = await writeBackup(shop.backups, { now: new Date("2026-12-01T12:30:15Z"), madeBy: "1.2.3" });
  paths = layoutOf(shop.backups).backup(name);
});
afterEach(() => shop.close());

const options = (full: boolean) => ({ full, progress() {}, visit() {} });
const verify = async (full = false) => (await verifyBackup(shop.backups, null, options(full))).findings;
const codes = async (full = false) => (await verify(full)).map(({ code }) => code);

async function changeManifest(change: (manifest: Manifest) => void): Promise<void> {
  const manifest = await readManifest(paths);
  change(manifest);
  writeFileSync(paths.manifest, JSON.stringify(manifest));
}

/** Writes other rows of a table, as if they had been backed up. */
async function changeRows(table: string, change: (rows: Row[]) => Row[]): Promise<void> {
  const dump = (await readManifest(paths)).database.tables.find(({ name }) => name === table);
  if (!dump) throw new Error("no such table");
  const rows: Row[] = [];
  for await (const row of readRows(paths.table(table), dump)) rows.push(row as Row);
  rmSync(paths.table(table));
  Object.assign(dump, await writeRows(paths.table(table), change(rows)));
  await changeManifest(({ database }) => {
    database.tables = database.tables.map((one) => (one.name === table ? dump : one));
  });
}

function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(path, bytes);
}

const oneFile = () => join(shop.backups, "files", filesBelow(join(shop.backups, "files"))[0] ?? "");

describe("a sound backup", () => {
  test("has no findings, and tells every row", async () => {
    const rows = new Map<string, number>();
    const visit = (table: string) => void rows.set(table, (rows.get(table) ?? 0) + 1);
    const verified = await verifyBackup(shop.backups, paths.name, { ...options(true), visit });
    expect(verified).toMatchObject({ backup: { name: paths.name, madeBy: "1.2.3" }, findings: [] });
    const { database } = await readManifest(paths);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(database.tables.map(({ name, rows }) => [name, rows])));
    expect(verified.rows).toBe(database.tables.reduce((sum, table) => sum + table.rows, 0));
  });

  test("is left as it is", async () => {
    const before = filesBelow(shop.backups);
    await verify(true);
    expect(filesBelow(shop.backups)).toEqual(before);
  });
});

describe("a damaged backup", () => {
  test("by one bit of a table, or a part of it", async () => {
    flip(paths.table("Order"));
    expect(await codes()).toContain("rows_damaged");
    truncateSync(paths.table("Order"), 40);
    expect(await codes()).toContain("rows_damaged");
    rmSync(paths.table("Order"));
    expect(await codes()).toContain("rows_damaged");
  });

  test("by the list of files, which the next backups delete by", async () => {
    flip(paths.files);
    expect(await codes()).toEqual(["rows_damaged"]);
  });

  test("by a file that is missing, or shorter, or other bytes", async () => {
    const path = oneFile();
    flip(path);
    expect(await codes()).toEqual([]);
    expect(await codes(true)).toEqual(["file_damaged"]);
    truncateSync(path, 1);
    expect(await codes()).toEqual(["file_damaged"]);
    rmSync(path);
    expect(await codes()).toEqual(["file_missing"]);
  });

  test("by rows that make no database", async () => {
    await changeRows("Creator", (rows) => rows.slice(1));
    expect(await verify()).toMatchObject([
      { code: "database_damaged", words: expect.stringContaining("names a row that Creator lacks") },
      ...Array((await verify()).length - 1).fill({ code: "database_damaged" }),
    ]);
  });

  test.each<[string, (rows: Row[]) => Row[]]>([
    ["a row twice", (rows) => [...rows, rows[0] as Row]],
    ["a column that is missing", ([row, ...rows]) => [{ id: row?.id ?? null }, ...rows]],
    ["a time that is none", ([row, ...rows]) => [{ ...row, createdAt: "yesterday" }, ...rows]],
    ["nothing where something has to be", ([row, ...rows]) => [{ ...row, state: null }, ...rows]],
  ])("by %s", async (_, change) => {
    await changeRows("Order", change);
    expect(await codes()).toContain("database_damaged");
  });

  test("by a table that is not in its manifest", async () => {
    await changeManifest(({ database }) => {
      database.tables = database.tables.filter(({ name }) => name !== "Traffic");
    });
    expect(await verify()).toEqual([{ code: "database_damaged", words: "The table Traffic is missing." }]);
  });

  test("has to have a manifest that can be read", async () => {
    truncateSync(paths.manifest, 200);
    await expect(verify()).rejects.toMatchObject({
      code: "not_a_backup",
      message: expect.stringContaining("cannot be read"),
    });
    writeFileSync(paths.manifest, "{}");
    await expect(verify()).rejects.toMatchObject({
      code: "not_a_backup",
      message: expect.stringContaining("is damaged"),
    });
    rmSync(paths.manifest);
    await expect(verify()).rejects.toThrow("has no backup yet");
    await expect(verifyBackup(shop.dataDir, null, options(false))).rejects.toThrow("is no folder of backups");
  });
});

describe("a backup of another version", () => {
  test("that is newer says by which it can be restored; its files are verified all the same", async () => {
    await changeManifest((manifest) => {
      manifest.madeBy = "9.0.0";
      manifest.database.migrations.push({ name: "20300101000000_later", checksum: "" });
    });
    rmSync(oneFile());
    expect(await verify()).toEqual([
      { code: "newer_version", words: expect.stringMatching(/version 9\.0\.0.*20300101000000_later/) },
      expect.objectContaining({ code: "file_missing" }),
    ]);
  });

  test("of a newer format is not guessed at", async () => {
    await changeManifest((manifest) => Object.assign(manifest, { version: 2 }));
    await expect(verify()).rejects.toMatchObject({ code: "newer_format" });
  });
});

describe("the shop itself", () => {
  const verifyNow = async (full = false) => (await verifyShop(options(full))).findings;

  test("has no findings while it is sound", async () => {
    expect(await verifyShop(options(true))).toMatchObject({ backup: null, findings: [] });
  });

  test("names files that are missing or damaged, and rows that point nowhere", async () => {
    const database = new Database(shop.url.slice(5));
    const [one, other] = database
      .prepare(`SELECT "storageKey" FROM "FileVersion" WHERE "bytesGoneAt" IS NULL`)
      .pluck()
      .all() as [string, string];
    const pathOf = (key: string) => join(shop.dataDir, "files", storage().place(key) ?? "");
    rmSync(pathOf(one));
    flip(pathOf(other));
    expect(await verifyNow()).toMatchObject([{ code: "file_missing" }]);
    expect((await verifyNow(true)).map(({ code }) => code).sort()).toEqual(["file_damaged", "file_missing"]);
    database.pragma("foreign_keys = OFF");
    database.exec(`DELETE FROM "Creator"`);
    database.close();
    expect((await verifyNow()).map(({ code }) => code)).toContain("database_damaged");
  });
});

test("a disk that nobody can write to can be verified", async ({ skip }) => {
  const disk = mountSmallDisk(shop.dataDir);
  if (!disk) return skip();
  try {
    cpSync(shop.backups, join(disk.path, "backups"), { recursive: true });
    disk.makeReadOnly();
    expect(() => writeFileSync(join(disk.path, "anything"), "")).toThrow("EROFS");
    expect((await verifyBackup(join(disk.path, "backups"), null, options(true))).findings).toEqual([]);
  } finally {
    disk.unmount();
  }
});
