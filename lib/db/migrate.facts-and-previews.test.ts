import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { makePreviews } from "@/lib/previews/make-previews";
import { wantStored } from "@/lib/previews/want-stored";
import { readInfo } from "@/lib/products/files/read-info";
import { resetSettings } from "@/lib/settings/settings";
import { newStorageKey } from "@/lib/storage/keys";
import { storage } from "@/lib/storage/storage";
import { setDevnetSettings } from "@/test/database";
import { closeDb, db } from "./client";
import { migrate } from "./migrate";
import { readMigrations, toMigrationList } from "./migration-files";
import { withSchemaEngine } from "./schema-engine";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

/** The migration by which sellers choose what is shown, on a shop that was in use before it. */

const NAME = /_facts_and_previews$/;
const folder = mkdtempSync(join(tmpdir(), "filekiosk-previews-"));
const path = join(folder, "filekiosk.db");
const now = "2026-11-20T12:00:00.000+00:00";
const photoKey = newStorageKey();

beforeAll(async () => {
  const all = readMigrations();
  const before = all.slice(
    0,
    all.findIndex(({ name }) => NAME.test(name)),
  );
  expect(before.length).toBeGreaterThan(0);
  await withSchemaEngine(`file:${path}`, (engine) =>
    engine.applyMigrations({
      migrationsList: toMigrationList(before),
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  fill();
  await migrate(`file:${path}`);
  process.env.DATA_DIR = folder;
  process.env.DATABASE_URL = `file:${path}`;
  process.env.APP_URL = "http://localhost:3000";
  setDevnetSettings();
  resetSettings();
});
afterAll(async () => {
  await closeDb();
  rmSync(folder, { recursive: true, force: true });
});

/** A photograph that is shown blurred, and one with a cover. */
function fill(): void {
  const database = new Database(path);
  const insert = (table: string, row: Record<string, unknown>) => {
    const columns = database.pragma(`table_info("${table}")`) as {
      name: string;
      type: string;
      notnull: number;
      dflt_value: unknown;
    }[];
    const needed = columns.filter(({ name, notnull, dflt_value }) => notnull && dflt_value === null && !(name in row));
    const usual = (type: string) => (type === "DATETIME" ? now : /INT|BOOL|REAL/.test(type) ? 1 : "x");
    const all = { ...Object.fromEntries(needed.map(({ name, type }) => [name, usual(type)])), ...row };
    const names = Object.keys(all);
    const values = names.map((name) => `@${name}`).join(", ");
    database
      .prepare(`INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(", ")}) VALUES (${values})`)
      .run(all);
  };
  const address = "0x00000000000000000000000000000000000000aa";
  insert("Creator", { id: "seller", address, payTo: address });
  for (const [id, key, versionOfPicture] of [
    ["photo", photoKey, "photo-1"],
    ["covered", newStorageKey(), null],
  ] as const) {
    insert("File", { id, creatorId: "seller", title: "IMG_0001", onSaleUntil: "2036-01-01T00:00:00.000+00:00" });
    insert("FileVersion", {
      id: `${id}-1`,
      fileId: id,
      number: 1,
      name: "a.jpg",
      mediaType: "image/jpeg",
      size: 1_000,
      storageKey: key,
      sha256: id,
    });
    insert("Terms", {
      id: `terms-${id}`,
      fileId: id,
      versionId: `${id}-1`,
      until: null,
      payTo: address,
      priceMicroUsd: 1_000_000,
    });
    insert("Picture", {
      storageKey: newStorageKey(),
      fileId: id,
      versionId: versionOfPicture,
      state: "shown",
      sha256: id,
      mediaType: "image/webp",
    });
  }
  database.close();
}

it("files that were on sale show what they did: blurred pictures, covers, and nothing of their content", async () => {
  const files = await db().file.findMany({ orderBy: { id: "asc" } });
  const showing = { picture: "blurred", page: 1, sample: false, sampleFrom: null, contents: false, text: false };
  for (const file of files) expect(JSON.parse(file.showing ?? "null")).toEqual(showing);
  expect(files.map(({ title, titleFrom }) => [title, titleFrom])).toEqual(Array(2).fill(["IMG_0001", "seller"]));
  expect((await readInfo("photo", new Date(now))).preview).toMatchObject({ kind: "blurred" });
  expect((await readInfo("covered", new Date(now))).preview).toMatchObject({ kind: "cover" });
});

it("each is read once, and then still shows no more", async () => {
  const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: "#aa3311" } })
    .jpeg()
    .toBuffer();
  const { writeFile, mkdir } = await import("node:fs/promises");
  await mkdir(join(folder, "incoming"), { recursive: true });
  await writeFile(join(folder, "incoming", "photo"), photo);
  await storage().promote(join(folder, "incoming", "photo"), photoKey);
  await db().fileVersion.update({ where: { id: "photo-1" }, data: { size: photo.length } });
  await db().fileVersion.update({ where: { id: "covered-1" }, data: { mediaType: "application/octet-stream" } });
  const later = new Date();
  await wantStored(later);
  expect(await db().previewTask.findMany()).toMatchObject([{ versionId: "photo-1" }]);
  await makePreviews(later);
  const info = await readInfo("photo", new Date(now));
  expect(info).toMatchObject({
    preview: { kind: "blurred", width: 32 },
    facts: { kind: "picture", width: 640 },
    excerpt: {},
  });
  await wantStored(later);
  expect(await db().previewTask.count()).toBe(0);
});
