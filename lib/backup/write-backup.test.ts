import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { toStored } from "@/lib/db/sqlite-values";
import { settings } from "@/lib/settings/settings";
import { storage } from "@/lib/storage/storage";
import { everyRow, filesBelow, openUsedShop, type UsedShop } from "@/test/backup-shop";
import { layoutOf } from "./layout";
import { readManifest } from "./manifest";
import { openForReading } from "./open-folder";
import { type Row, readRows, toValues } from "./rows";
import { verifyBackup } from "./verify";
import { type Progress, writeBackup } from "./write-backup";

let shop: UsedShop;
beforeEach(async () => {
  shop = await openUsedShop();
});
afterEach(() => shop.close());

const now = new Date("2026-12-01T12:30:15.500Z");
const NAME = "20261201T123015Z";
const write = (progress?: (what: Progress) => void, at = now) =>
  writeBackup(shop.backups, { now: at, madeBy: "1.2.3", ...(progress && { progress }) });
const findingsOf = async (name: string | null = null) =>
  (await verifyBackup(shop.backups, name, { full: true, progress() {}, visit() {} })).findings;
const bytesIn = () => filesBelow(join(shop.backups, "files"));

/** A version whose bytes no other file has, so that a backup has to read them. */
async function oneOfAKind() {
  const versions = await db().fileVersion.findMany({ where: { bytesGoneAt: null } });
  const [alone] = versions.filter(({ sha256 }) => versions.filter((one) => one.sha256 === sha256).length === 1);
  if (!alone) throw new Error("There is none.");
  return alone;
}

const placeOf = (storageKey: string) => join(shop.dataDir, "files", storage().place(storageKey) ?? "");

/** Puts the rows of a backup into a new database. */
async function load(name: string, path: string): Promise<void> {
  await migrate(`file:${path}`);
  const paths = layoutOf(shop.backups).backup(name);
  const database = new Database(path);
  database.pragma("foreign_keys = OFF");
  for (const { columns, ...table } of (await readManifest(paths)).database.tables) {
    const places = columns.map(() => "?").join();
    const insert = database.prepare(
      `INSERT INTO "${table.name}" (${columns.map((column) => `"${column.name}"`).join()}) VALUES (${places})`,
    );
    for await (const row of readRows(paths.table(table.name), table)) {
      insert.run(toValues({ name: table.name, columns }, row as Row).map(toStored));
    }
  }
  expect(database.pragma("foreign_key_check")).toEqual([]);
  database.close();
}

describe("a backup", () => {
  test("has every row of the shop, and each file's bytes once, by their hash", async () => {
    const written = await write();
    expect(written).toMatchObject({ name: NAME, faults: [], goneSince: [], pruned: null });
    expect(await findingsOf()).toEqual([]);
    const path = join(shop.dataDir, "other.db");
    await load(NAME, path);
    const { _prisma_migrations: _, ...before } = everyRow(join(shop.dataDir, "filekiosk.db"));
    const { _prisma_migrations: __, ...after } = everyRow(path);
    expect(after).toEqual(before);
    expect(Object.values(before).every((rows) => rows.length > 0)).toBe(true);
    const hashes = new Set(
      (await db().fileVersion.findMany({ where: { bytesGoneAt: null } })).map((one) => one.sha256),
    );
    expect(bytesIn().map((file) => file.slice(3))).toEqual(expect.arrayContaining([...hashes]));
    expect(written.files.copied.files).toBe(bytesIn().length);
    expect(readdirSync(join(shop.backups, "partial"))).toEqual([]);
  });

  test("has no secret of the settings", async () => {
    await write();
    const secrets = [settings().sessionSecret, process.env.GAS_KEY ?? ""];
    for (const file of filesBelow(shop.backups)) {
      const bytes = readFileSync(join(shop.backups, file));
      const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1");
      for (const secret of secrets) expect(text).not.toContain(secret.replace(/^0x/, ""));
    }
  });

  test("after another one copies only what is new", async () => {
    await write();
    const second = await write(undefined, new Date("2026-12-02T00:00:00Z"));
    expect(second.files.copied).toEqual({ files: 0, bytes: 0 });
    const { storageKey, sha256 } = await oneOfAKind();
    const path = layoutOf(shop.backups).bytes(sha256);
    // Of another length, as a failing disk leaves it.
    writeFileSync(path, "");
    const third = await write(undefined, new Date("2026-12-03T00:00:00Z"));
    expect(third.files.copied.files).toBe(1);
    expect(readFileSync(path)).toEqual(readFileSync(placeOf(storageKey)));
    expect(await findingsOf(NAME)).toEqual([]);
  });

  test("is of one moment, while the shop goes on writing", async () => {
    let [orders, longest, ended] = [0, 0, false];
    const template = await db().order.findFirstOrThrow({ include: { events: true } });
    const { events: _, ...row } = template;
    const selling = (async () => {
      for (; !ended; orders += 1) {
        const began = performance.now();
        await db().$transaction(async (tx) => {
          const id = `order${orders}`;
          await tx.order.create({ data: { ...row, id, accountKey: null, personKey: null } });
          await tx.orderEvent.create({ data: { id: `event${orders}`, orderId: id, state: "reserved", at: now } });
        });
        longest = Math.max(longest, performance.now() - began);
        await new Promise(setImmediate);
      }
    })();
    await write();
    ended = true;
    await selling;
    expect(orders).toBeGreaterThan(5);
    expect(longest).toBeLessThan(2_000);
    expect(await findingsOf()).toEqual([]);
  });

  test("takes what was deleted while it was copied for no fault", async () => {
    const { id, storageKey, sha256 } = await oneOfAKind();
    const written = await write((what) => {
      // The rows are read, no bytes yet.
      if (what.step !== "table" || what.table !== "GasTransaction") return;
      rmSync(placeOf(storageKey));
      const other = new Database(shop.url.slice(5));
      other.prepare(`UPDATE "FileVersion" SET "bytesGoneAt" = "createdAt" WHERE "id" = ?`).run(id);
      other.close();
    });
    expect(written).toMatchObject({ goneSince: [storageKey], faults: [] });
    expect(bytesIn().some((file) => file.endsWith(sha256))).toBe(false);
    expect(await findingsOf()).toEqual([]);
  });

  test("names the files that the shop itself has lost or damaged, and has all the others", async () => {
    const lost = await oneOfAKind();
    rmSync(placeOf(lost.storageKey));
    const first = await write();
    expect(first.faults).toMatchObject([{ storageKey: lost.storageKey, fault: "missing" }]);
    writeFileSync(placeOf(lost.storageKey), Buffer.alloc(Number(lost.size)));
    const second = await write(undefined, new Date("2026-12-02T00:00:00Z"));
    expect(second.faults).toMatchObject([{ storageKey: lost.storageKey, fault: "damaged" }]);
    expect(await findingsOf()).toMatchObject([{ code: "missing_in_shop" }]);
    expect(bytesIn().some((file) => file.endsWith(lost.sha256))).toBe(false);
    expect(readdirSync(join(shop.backups, "partial"))).toEqual([]);
  });
});

describe("the folder of backups", () => {
  test("is one process's at a time; who reads keeps nobody from writing", async () => {
    let second: unknown;
    await write((what) => {
      if (what.step === "table") second ??= write().catch((error: unknown) => error);
    });
    expect(await second).toMatchObject({ name: "BackupError", code: "in_use" });
    const reading = verifyBackup(shop.backups, null, { full: false, progress() {}, visit() {} });
    await write(undefined, new Date("2026-12-02T00:00:00Z"));
    expect((await reading).findings).toEqual([]);
  });

  test("with other things in it is left as it is", async () => {
    mkdirSync(shop.backups);
    writeFileSync(join(shop.backups, "holiday.jpg"), "");
    await expect(write()).rejects.toMatchObject({ code: "foreign_folder" });
    expect(readdirSync(shop.backups)).toEqual(["holiday.jpg"]);
  });

  test("keeps what either rule allows, and the bytes that these need", async () => {
    const at = (day: number) => new Date(Date.UTC(2026, 10, day));
    const keep = (day: number, rule: { newest?: number; days?: number }) =>
      writeBackup(shop.backups, { now: at(day), madeBy: "1", keep: rule });
    await write(undefined, at(1));
    const gone = await oneOfAKind();
    await db().fileVersion.update({ where: { id: gone.id }, data: { bytesGoneAt: now } });
    for (const day of [2, 3, 4]) await write(undefined, at(day));
    expect((await keep(5, { newest: 2, days: 4 })).pruned).toMatchObject({ backups: [], files: 0 });
    expect((await keep(6, { newest: 5, days: 1 })).pruned).toMatchObject({ backups: ["20261101T000000Z"], files: 1 });
    expect(bytesIn().some((file) => file.endsWith(gone.sha256))).toBe(false);
    // A clock that went back: the new one is the oldest, and stays.
    const early = await keep(1, { newest: 2 });
    expect(early.pruned?.backups).toHaveLength(4);
    expect(readdirSync(join(shop.backups, "backups"))).toEqual(["20261101T000000Z", "20261106T000000Z"]);
    expect(await findingsOf("20261101T000000Z")).toEqual([]);
    expect(await findingsOf("20261106T000000Z")).toEqual([]);
  });

  test("keeps the backups of another shop, whatever its own rules are", async () => {
    await write();
    const { manifest } = layoutOf(shop.backups).backup(NAME);
    writeFileSync(
      manifest,
      readFileSync(manifest, "utf8").replace(/"shop": "[^"]*"/, '"shop": "https://other.example"'),
    );
    await db().fileVersion.updateMany({ data: { bytesGoneAt: now } });
    const all = bytesIn();
    const next = { now: new Date("2026-12-02T00:00:00Z"), madeBy: "1", keep: { newest: 1 } };
    expect((await writeBackup(shop.backups, next)).pruned).toEqual({ backups: [], files: 0, bytes: 0 });
    expect(bytesIn()).toEqual(all);
  });

  test("loses nothing while somebody reads it", async () => {
    await write();
    const reader = openForReading(shop.backups);
    const next = { now: new Date("2026-12-02T00:00:00Z"), madeBy: "1", keep: { newest: 1 } };
    expect((await writeBackup(shop.backups, next)).pruned).toBeNull();
    expect(readdirSync(join(shop.backups, "backups"))).toHaveLength(2);
    reader.release();
    const after = await writeBackup(shop.backups, { ...next, now: new Date("2026-12-03T00:00:00Z") });
    expect(after.pruned?.backups).toHaveLength(2);
  });

  test("loses no bytes while a backup in it cannot be read", async () => {
    await write();
    const folder = layoutOf(shop.backups);
    copyFileSync(folder.backup(NAME).manifest, join(shop.dataDir, "manifest"));
    writeFileSync(folder.backup(NAME).manifest, "{");
    await db().fileVersion.updateMany({ data: { bytesGoneAt: now } });
    const all = bytesIn();
    const keep = { newest: 1 };
    const next = writeBackup(shop.backups, { now: new Date("2026-12-02T00:00:00Z"), madeBy: "1", keep });
    expect(await next).toMatchObject({ pruned: null, pruneProblem: expect.stringContaining("cannot be read") });
    expect(bytesIn()).toEqual(all);
    copyFileSync(join(shop.dataDir, "manifest"), folder.backup(NAME).manifest);
    expect(await findingsOf(NAME)).toEqual([]);
  });
});
