import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeBackup } from "@/lib/backup/write-backup";
import { closeDb, db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import { readMembers } from "@/lib/products/bundles/read-members";
import { createBundle } from "@/lib/products/bundles/selling/create-bundle";
import { whatToSend } from "@/lib/products/bundles/what-to-send";
import { toVersion } from "@/lib/products/files/version";
import { resetSettings } from "@/lib/settings/settings";
import { openUsedShop, type UsedShop } from "@/test/backup-shop";
import { makeFile, makeSeller } from "@/test/files";
import { asWanted } from "@/test/restored-shop";
import { restoreBackup } from "./restore-backup";

let shop: UsedShop;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  shop = await openUsedShop();
  forgetPerProcess("rate-limits");
});
afterAll(() => shop.close());

it("a bundle is in a backup by its files alone, and is the same archive after a restore", async () => {
  const seller = await makeSeller();
  const files = await Promise.all(
    ["one", "two"].map((text) => makeFile(seller, { bytes: Buffer.from(text), name: text })),
  );
  const members = files.map(({ id: fileId }) => ({ fileId }));
  const { id } = await createBundle(seller, { files: members, price: "1", title: "Both" }, new Date());
  const before = await archiveOf(id);
  const written = await writeBackup(shop.backups, { now: new Date("2026-12-01T12:30:15Z"), madeBy: "1.2.3" });
  expect(written).toBeTruthy();
  await closeDb();
  const dataDir = join(shop.dataDir, "..", "place");
  process.env.DATA_DIR = dataDir;
  process.env.DATABASE_URL = `file:${join(dataDir, "filekiosk.db")}`;
  resetSettings();
  await restoreBackup(shop.backups, null, { ...asWanted, withoutJournal: true, now: new Date("2026-12-02T08:00:00Z") });
  expect((await archiveOf(id)).equals(before)).toBe(true);
  const { id: versionId } = await db().fileVersion.findFirstOrThrow({ where: { fileId: id } });
  expect((await readMembers(db(), versionId)).map(({ name }) => name)).toEqual(["one", "two"]);
});

async function archiveOf(fileId: string): Promise<Buffer> {
  const version = toVersion(await db().fileVersion.findFirstOrThrow({ where: { fileId } }));
  const { size, open } = await whatToSend(version, null);
  return buffer(await open({ start: 0, end: size - 1 }));
}
