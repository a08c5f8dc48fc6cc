import { cpSync, existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { filesBelow, mountSmallDisk, openUsedShop, type UsedShop } from "@/test/backup-shop";
import { startProcess } from "@/test/spawn";
import { layoutOf } from "./layout";
import { findBackups } from "./manifest";
import { verifyBackup } from "./verify";
import { writeBackup } from "./write-backup";

/** Full disks and processes that are killed. */

let shop: UsedShop;
beforeEach(async () => {
  shop = await openUsedShop();
});
afterEach(() => shop.close());

const now = new Date("2026-12-01T12:30:15.500Z");
const NAME = "20261201T123015Z";
const write = (at = now) => writeBackup(shop.backups, { now: at, madeBy: "1.2.3" });
const findingsOf = async (name: string) =>
  (await verifyBackup(shop.backups, name, { full: true, progress() {}, visit() {} })).findings;
const bytesIn = () => {
  const folder = join(shop.backups, "files");
  return existsSync(folder) ? filesBelow(folder) : [];
};

test("on a full disk leaves the backups before as they are, and no other", async ({ skip }) => {
  const disk = mountSmallDisk(shop.dataDir);
  if (!disk) return skip();
  try {
    const root = join(disk.path, "backups");
    const options = { madeBy: "1", now };
    await writeBackup(root, options);
    const before = filesBelow(root);
    for (const left of [120_000, 8_000, 0]) {
      const { bavail, bsize } = statfsSync(disk.path);
      writeFileSync(join(disk.path, "filling"), Buffer.alloc(Math.max(0, bavail * bsize - left)));
      const next = writeBackup(root, { ...options, now: new Date("2026-12-02T00:00:00Z") });
      await expect(next).rejects.toMatchObject({ code: left === 0 ? "no_room" : "ENOSPC" });
      rmSync(join(disk.path, "filling"));
      expect(filesBelow(root)).toEqual(before);
    }
    const { findings } = await verifyBackup(root, null, { full: true, progress() {}, visit() {} });
    expect(findings).toEqual([]);
  } finally {
    disk.unmount();
  }
});

test("is refused before anything is copied when the new files have no room", async ({ skip }) => {
  const disk = mountSmallDisk(shop.dataDir);
  if (!disk) return skip();
  try {
    const { id } = await db().fileVersion.findFirstOrThrow({ where: { bytesGoneAt: null } });
    await db().fileVersion.update({ where: { id }, data: { size: 2_000_000, sha256: "0".repeat(64) } });
    await expect(writeBackup(disk.path, { madeBy: "1", now })).rejects.toMatchObject({
      code: "no_room",
      message: expect.stringMatching(/New files need 3 MB in .*, and 1 MB are free/),
    });
    expect(filesBelow(disk.path)).toEqual(["filekiosk-backups.json", "lock"]);
  } finally {
    disk.unmount();
  }
});

test("killed at any change of the folder is none, and the next one clears up and goes on", async () => {
  await write();
  const other = { folder: layoutOf(shop.backups).backup(NAME).folder, kept: join(shop.dataDir, "kept") };
  cpSync(other.folder, other.kept, { recursive: true });
  const begin = () => {
    rmSync(shop.backups, { recursive: true });
    cpSync(other.kept, other.folder, { recursive: true });
    writeFileSync(layoutOf(shop.backups).marker, "");
  };
  /** Null when it was killed. */
  const run = (at: number) =>
    startProcess("backup.ts", shop.backups, String(at))
      .line()
      .then(Number, () => null);
  begin();
  const changes = (await run(0)) ?? 0;
  expect(changes).toBeGreaterThan(80);
  // The last one renames the manifest's file.
  for (const at of [3, 15, 40, 60, changes - 12, changes - 1]) {
    begin();
    expect(await run(at)).toBeNull();
    expect(await findBackups(layoutOf(shop.backups))).toEqual([NAME]);
    const copied = bytesIn().length;
    const written = await write(new Date("2026-12-03T00:00:00Z"));
    expect(await findingsOf(written.name)).toEqual([]);
    expect(copied + written.files.copied.files).toBe(bytesIn().length);
    expect(readdirSync(join(shop.backups, "partial"))).toEqual([]);
    expect(readdirSync(join(shop.backups, "backups"))).toEqual([NAME, written.name]);
  }
}, 120_000);
