import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findFile } from "@/lib/products/files/find-file";
import { resetSettings } from "@/lib/settings/settings";
import { setDevnetSettings } from "@/test/database";
import { closeDb, db } from "./client";
import { migrate } from "./migrate";
import { readMigrations, toMigrationList } from "./migration-files";
import { withSchemaEngine } from "./schema-engine";

/** The migration that made versions of files, on a database that was in use before it. */

const NAME = /_file_versions$/;
let folder: string;
let url: string;
const now = "2026-11-20T12:00:00.000+00:00";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-versions-"));
  const path = join(folder, "filekiosk.db");
  url = `file:${path}`;
  const older = join(folder, "older.db");
  mkdirSync(dirname(older), { recursive: true });
  const all = readMigrations();
  const before = all.slice(
    0,
    all.findIndex(({ name }) => NAME.test(name)),
  );
  expect(before.length).toBeGreaterThan(0);
  await withSchemaEngine(`file:${older}`, (engine) =>
    engine.applyMigrations({
      migrationsList: toMigrationList(before),
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  fill(older);
  copyFileSync(older, path);
  // Before the settings name it: what an earlier test file left running may open the settings' database at any time.
  await migrate(url);
  process.env.DATA_DIR = folder;
  process.env.DATABASE_URL = url;
  setDevnetSettings();
  resetSettings();
});
afterAll(async () => {
  await closeDb();
  rmSync(folder, { recursive: true, force: true });
});

/** A file that was sold at two prices, one that is gone, and what hangs on them, foreign keys enforced. */
function fill(path: string): void {
  const database = new Database(path);
  database.pragma("foreign_keys = ON");
  const insert = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    const columns = names.map((name) => `"${name}"`).join(", ");
    const values = names.map((name) => `@${name}`).join(", ");
    database.prepare(`INSERT INTO "${table}" (${columns}) VALUES (${values})`).run(row);
  };
  insert("Creator", { id: "c", address: "0xaa", payTo: "0xaa", createdAt: now });
  const file = { creatorId: "c", mediaType: "text/plain", description: "", onSaleUntil: now, createdAt: now };
  const sold = { id: "sold", name: "a.txt", size: 5_000_000_000n, sha256: "ab", storageKey: "k1", title: "A" };
  insert("File", { ...file, ...sold, views: 7, updatedAt: now });
  const gone = { id: "gone", name: "b.txt", size: 1n, sha256: "cd", storageKey: "k2", title: "B" };
  insert("File", { ...file, ...gone, removedAt: now, bytesGoneAt: now, updatedAt: now });
  const terms = { payTo: "0xaa", downloadDays: 30, from: now };
  insert("Terms", { id: "t1", fileId: "sold", priceMicroUsd: 100n, ...terms, until: now });
  insert("Terms", { id: "t2", fileId: "sold", priceMicroUsd: 200n, ...terms, until: null });
  insert("Terms", { id: "t3", fileId: "gone", priceMicroUsd: 300n, ...terms, until: null });
  insert("Payment", {
    id: "p",
    purpose: "sale",
    fileId: "sold",
    termsId: "t1",
    facilitator: "embedded",
    chainId: 31337,
    token: "0x",
    payer: "0xbb",
    payTo: "0xaa",
    amount: "100",
    nonce: "0x1",
    validAfter: "0",
    validBefore: "1",
    signature: "0x",
    claimTokenHash: "h",
    reservedAtBlock: "1",
    state: "settled",
    createdAt: now,
    updatedAt: now,
  });
  const grant = { fileId: "sold", paymentId: "p", chainId: 31337, payer: "0xbb", createdAt: now };
  insert("Grant", { id: "g", ...grant, tokenHash: "h", downloadUntil: now });
  const upload = { tokenHash: "x", ipPrefix: "", name: "a.txt", mediaType: "text/plain", size: 5n, storageKey: "k1" };
  insert("Upload", { id: "u", ...upload, state: "used", createdAt: now, creatorId: "c", fileId: "sold" });
  database.close();
}

test("a file's bytes become its first version, and nothing else is lost", async () => {
  const file = await findFile("sold");
  expect(file).toMatchObject({
    title: "A",
    views: 7,
    version: {
      number: 1,
      name: "a.txt",
      mediaType: "text/plain",
      size: 5_000_000_000,
      sha256: "ab",
      storageKey: "k1",
      replacedAt: null,
      bytesGoneAt: null,
    },
    terms: { id: "t2", priceMicroUsd: 200n },
  });
  expect((await findFile("gone"))?.version).toMatchObject({ sha256: "cd", bytesGoneAt: new Date(now) });
});

test("terms, closed ones too, and grants name it", async () => {
  const version = await db().fileVersion.findFirstOrThrow({ where: { fileId: "sold" } });
  const terms = await db().terms.findMany({ where: { fileId: "sold" }, orderBy: { id: "asc" } });
  expect(terms.map(({ id, versionId }) => [id, versionId])).toEqual([
    ["t1", version.id],
    ["t2", version.id],
  ]);
  const grant = await db().entitlement.findUniqueOrThrow({ where: { id: "g" } });
  expect(grant).toMatchObject({ partId: version.id, orderId: "p" });
  expect(await db().order.findUniqueOrThrow({ where: { id: "p" } })).toMatchObject({ offerId: "t1" });
});

test("no row has a dangling reference, and the foreign keys of the new tables are enforced", async () => {
  expect(await db().$queryRawUnsafe("PRAGMA foreign_key_check")).toEqual([]);
  await expect(db().fileVersion.delete({ where: { id: "sold" } })).rejects.toMatchObject({ code: "P2003" });
  await expect(db().file.delete({ where: { id: "sold" } })).rejects.toMatchObject({ code: "P2003" });
});
