import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { layoutOf } from "@/lib/backup/layout";
import { type Manifest, readManifest } from "@/lib/backup/manifest";
import { type Row, readRows, writeRows } from "@/lib/backup/rows";
import { verifyShop } from "@/lib/backup/verify";
import { writeBackup } from "@/lib/backup/write-backup";
import { closeDb, db } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { readMigrations } from "@/lib/db/migration-files";
import { openNewDatabase } from "@/lib/db/new-database";
import { checkJournal } from "@/lib/journal/check-journal";
import { resetSettings } from "@/lib/settings/settings";
import { everyRow, filesBelow, mountSmallDisk, openUsedShop, type UsedShop } from "@/test/backup-shop";
import { asWanted } from "@/test/restored-shop";
import { startProcess } from "@/test/spawn";
import { type RestoreOptions, restoreBackup } from "./restore-backup";

/** A backup of a shop that was in use, and an empty place. */

let shop: UsedShop;
let place: { dataDir: string; database: string };
const now = new Date("2026-12-02T08:00:00Z");

beforeEach(async () => {
  shop = await openUsedShop();
  process.env.JOURNAL_DIR = join(shop.dataDir, "..", "journal");
  resetSettings();
  await checkJournal();
  await backUp();
  await moveTo("place");
});
afterEach(async () => {
  delete process.env.JOURNAL_DIR;
  await shop.close();
});

const backUp = () => writeBackup(shop.backups, { now: new Date("2026-12-01T12:30:15Z"), madeBy: "1.2.3" });

/** The settings name an empty place from now on. */
async function moveTo(name: string): Promise<void> {
  await closeDb();
  const dataDir = join(shop.dataDir, "..", name);
  place = { dataDir, database: join(dataDir, "filekiosk.db") };
  process.env.DATA_DIR = dataDir;
  process.env.DATABASE_URL = `file:${place.database}`;
  resetSettings();
}

const restore = (options: Partial<RestoreOptions> = {}) =>
  restoreBackup(shop.backups, null, { ...asWanted, now, ...options });

const paths = () => layoutOf(shop.backups).backup("20261201T123015Z");

async function changeManifest(change: (manifest: Manifest) => unknown): Promise<void> {
  const manifest = await readManifest(paths());
  change(manifest);
  writeFileSync(paths().manifest, JSON.stringify(manifest));
}

/** There is no shop, and nothing that would be taken for one. */
function expectNoShop(): void {
  expect(existsSync(place.database)).toBe(false);
  const left = existsSync(place.dataDir) ? readdirSync(place.dataDir) : [];
  expect(left.filter((name) => !name.startsWith("filekiosk.db.migrating"))).toEqual([]);
}

/** The columns of each table of a database. */
function columnsOf(path: string): Map<string, Set<string>> {
  const database = new Database(path, { readonly: true });
  const rows = database
    .prepare("SELECT t.name AS 'table', c.name AS 'column' FROM sqlite_master t, pragma_table_info(t.name) c")
    .all() as { table: string; column: string }[];
  database.close();
  const columns = new Map<string, Set<string>>();
  for (const { table, column } of rows) columns.set(table, (columns.get(table) ?? new Set()).add(column));
  return columns;
}

describe("a restored shop", () => {
  it("has the rows and the bytes of the backup", async () => {
    const { rows, files } = await restore();
    const [before, after] = [everyRow(join(shop.dataDir, "filekiosk.db")), everyRow(place.database)];
    const { _prisma_migrations: _, ...tables } = before;
    expect({ rows, files }).toEqual({ rows: Object.values(tables).flat().length, files: 19 });
    const ended = [
      "Worker",
      "Session",
      "UsedNonce",
      "Traffic",
      "GasLease",
      "Restoration",
      "Upload",
      "_prisma_migrations",
    ];
    for (const [table, expected] of Object.entries(before)) {
      if (ended.includes(table)) continue;
      const inWork = /"state":"(?:reserved|settling)"/;
      const settled = expected.filter((row) => !inWork.test(JSON.stringify(row)));
      expect(after[table]?.length).toBe(expected.length);
      expect(after[table]).toEqual(expect.arrayContaining(settled));
    }
    expect(after.Worker).toEqual([]);
    expect(after.UsedNonce).toEqual([]);
    expect(JSON.stringify(after.Transfer)).not.toMatch(/"state":"(?:reserved|settling)"/);
    expect((await verifyShop({ full: true, progress() {}, visit() {} })).findings).toEqual([]);
    expect(await migrate(`file:${place.database}`)).toEqual([]);
    expect(await db().restoration.findMany({ orderBy: { restoredAt: "asc" } })).toMatchObject([
      { id: "an earlier one", confirmedAt: expect.any(Date) },
      { backup: "20261201T123015Z", since: new Date("2026-12-01T12:30:15Z"), hasJournal: true, confirmedAt: null },
    ]);
  });

  it("of a version before gets the later migrations", async () => {
    const known = readMigrations().map(({ name }) => name);
    const earlier = known.slice(0, known.indexOf("20261129120000_orders_and_transfers") + 1);
    const path = join(place.dataDir, "..", "earlier.db");
    (await openNewDatabase(path, earlier)).close();
    const columnsThen = columnsOf(path);
    const manifest = await readManifest(paths());
    const { database } = manifest;
    database.tables = database.tables.filter(({ name }) => columnsThen.has(name));
    for (const dump of database.tables) {
      const isThen = ({ name }: { name: string }) => columnsThen.get(dump.name)?.has(name) === true;
      const newer = dump.columns.filter((column) => !isThen(column));
      const rows: Row[] = [];
      for await (const row of readRows(paths().table(dump.name), dump)) {
        for (const { name } of newer) delete (row as Row)[name];
        rows.push(row as Row);
      }
      rmSync(paths().table(dump.name));
      Object.assign(dump, await writeRows(paths().table(dump.name), rows));
      dump.columns = dump.columns.filter(isThen);
    }
    database.migrations = database.migrations.filter(({ name }) => earlier.includes(name));
    writeFileSync(paths().manifest, JSON.stringify(manifest));
    await restore();
    expect(await migrate(`file:${place.database}`)).toEqual([]);
    expect(await db().seller.count({ where: { payoutHeldAt: null } })).toBeGreaterThan(0);
    expect(await db().restoration.count()).toBe(1);
  });
});

describe("nothing is restored", () => {
  type Refusal = [string, string, () => void | Promise<void>, Partial<RestoreOptions>?];
  const refusals: Refusal[] = [
    ["a damaged table", "damaged", () => truncateSync(paths().table("Order"), 40)],
    ["a missing file", "damaged", () => rmSync(fileOfBackup())],
    ["a shorter file", "damaged", () => truncateSync(fileOfBackup(), 1)],
    ["a backup of a newer version", "newer_version", () => changeManifest(addMigration)],
    [
      "a backup of another shop",
      "other_shop",
      () => changeManifest((one) => Object.assign(one, { shop: "https://other.example" })),
    ],
    [
      "another SESSION_SECRET",
      "other_secret",
      () => changeManifest((one) => Object.assign(one, { secret: "0".repeat(64) })),
    ],
    ["a place with a database", "not_empty", () => put("filekiosk.db")],
    ["a place with the log of a database", "not_empty", () => put("filekiosk.db-wal")],
    ["another shop's journal", "no_journal", () => changeManifest((one) => Object.assign(one, { journal: "another" }))],
    ["a shop that had no journal", "no_journal", () => changeManifest((one) => Object.assign(one, { journal: null }))],
    ["a damaged line of the journal", "damaged_journal", () => writeFileSync(journal("1.ndjson"), "{\n")],
    ["a journal that is gone", "no_journal", () => rmSync(journal("journal.json"))],
  ];

  it.each(refusals)("from or over %s", async (_, code, spoil) => {
    await spoil();
    const before = existsSync(place.dataDir) ? filesBelow(place.dataDir) : [];
    await expect(restore()).rejects.toMatchObject({ name: "RestoreRefused", code });
    expect(existsSync(join(place.dataDir, "restoring"))).toBe(false);
    const left = existsSync(place.dataDir) ? filesBelow(place.dataDir) : [];
    expect(left.filter((name) => !name.includes("migrating"))).toEqual(before);
  });

  it("from a backup that was not finished", async () => {
    rmSync(paths().manifest);
    await expect(restore()).rejects.toMatchObject({ code: "not_a_backup" });
    expectNoShop();
  });

  it("if one byte of a file differs: there is no shop, and with the right byte there is", async () => {
    const path = fileOfBackup();
    const right = readFileSync(path);
    const wrong = Buffer.from(right);
    wrong.writeUInt8(wrong.readUInt8(0) ^ 1, 0);
    writeFileSync(path, wrong);
    await expect(restore()).rejects.toMatchObject({ code: "damaged", message: expect.stringContaining(path) });
    expect(existsSync(place.database)).toBe(false);
    await expect(migrate(`file:${place.database}`)).rejects.toThrow("has not finished");
    writeFileSync(path, right);
    await restore();
    expect(await db().file.count()).toBeGreaterThan(0);
  });

  it("by the second of two at once", async () => {
    const both = await Promise.allSettled([restore(), restore()]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "in_use" } });
    await expect(restore()).rejects.toMatchObject({ code: "not_empty" });
  });

  it("where there is no room, and nothing is written there", async ({ skip }) => {
    const disk = mountSmallDisk(shop.dataDir);
    if (!disk) return skip();
    try {
      process.env.DATA_DIR = disk.path;
      process.env.DATABASE_URL = `file:${join(disk.path, "filekiosk.db")}`;
      resetSettings();
      writeFileSync(join(disk.path, "filling"), Buffer.alloc(900_000));
      await expect(restore()).rejects.toMatchObject({ code: "no_room" });
      expect(filesBelow(disk.path).filter((name) => !name.includes("migrating"))).toEqual(["filling"]);
    } finally {
      disk.unmount();
    }
  });

  it("but with the operator's word: an earlier address, an earlier secret, no journal", async () => {
    await changeManifest((one) => Object.assign(one, { shop: "https://other.example" }));
    rmSync(journal("journal.json"));
    const secret = process.env.SESSION_SECRET ?? "";
    process.env.SESSION_SECRET = "another secret that is long enough to be one";
    resetSettings();
    try {
      const word = { shop: "https://other.example", secrets: [secret], withoutJournal: true };
      expect((await restore(word)).replayed).toBeNull();
    } finally {
      process.env.SESSION_SECRET = secret;
      resetSettings();
    }
  });
});

const journal = (name: string) => join(process.env.JOURNAL_DIR ?? "", name);
const fileOfBackup = () => join(shop.backups, "files", filesBelow(join(shop.backups, "files"))[0] ?? "");
const addMigration = ({ database }: Manifest) =>
  database.migrations.push({ name: "20300101000000_later", checksum: "" });

function put(name: string): void {
  mkdirSync(place.dataDir, { recursive: true });
  writeFileSync(join(place.dataDir, name), "");
}

it("killed at any change of the disk leaves no shop, none starts there, and the next attempt restores all of it", async () => {
  /** Null when it was killed. */
  const run = (at: number) =>
    startProcess("restore.ts", shop.backups, String(at))
      .line()
      .then(Number, () => null);
  const changes = (await run(0)) ?? 0;
  expect(changes).toBeGreaterThan(80);
  // The last two put the database in its place, and clear up.
  for (const at of [3, changes - 30, changes - 2]) {
    await moveTo(`killed-${at}`);
    expect(await run(at)).toBeNull();
    expect(existsSync(place.database)).toBe(false);
    if (existsSync(join(place.dataDir, "restoring")))
      await expect(migrate(`file:${place.database}`)).rejects.toThrow("A restore of this shop has not finished");
    await restore();
    expect((await verifyShop({ full: true, progress() {}, visit() {} })).findings).toEqual([]);
    expect(readdirSync(place.dataDir)).not.toContain("restoring");
  }
  await moveTo("killed-last");
  expect(await run(changes)).toBeNull();
  expect(await migrate(`file:${place.database}`)).toEqual([]);
  expect(await db().restoration.count()).toBe(2);
}, 180_000);

it("a restored shop can be backed up and restored again, and each restore counts", async () => {
  await restore();
  cpSync(place.dataDir, join(shop.dataDir, "..", "copy"), { recursive: true });
  await writeBackup(shop.backups, { now: new Date("2026-12-05T00:00:00Z"), madeBy: "1.2.3" });
  await moveTo("second");
  await restore({ now: new Date("2026-12-06T00:00:00Z") });
  const rows = await db().restoration.findMany({ orderBy: { restoredAt: "asc" } });
  expect(rows.map(({ backup }) => backup)).toEqual(["20261031T000000Z", "20261201T123015Z", "20261205T000000Z"]);
  expect(new Set(rows.map(({ epoch }) => epoch)).size).toBe(3);
}, 120_000);
