import "server-only";
import { layoutOf } from "@/lib/backup/layout";
import { findBackups, readManifest } from "@/lib/backup/manifest";
import { DAY } from "@/lib/clock";
import type { Check, Shop } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";

/** Backups are meant for every night; one or two may fail (ms). */
const OLD = 3 * DAY;
const MAKE = "Run `npm run backup` every night: docs/operate/backup.md says how.";
const ELSEWHERE = "If you write them elsewhere with --to, name that folder in BACKUP_DIR.";

/** The newest backup of this shop: how old it is, and whether it would be lost together with the data. */
export const backups: Check = {
  name: "backups",
  async run(shop) {
    const { backupDir: about, devnet } = shop.settings;
    if (devnet) return [fine("backups", "This is the demo, which needs no backups.")];
    const newest = await findNewest(shop);
    if (newest === null) {
      const words = "There is no backup of this shop. If the disk breaks, its files and sales are lost.";
      return [trouble("backup-missing", { about, words, fix: `${MAKE} ${ELSEWHERE}` })];
    }
    return [...judgeAge(newest, shop), ...judgePlace(shop)];
  },
};

/** Backups that cannot be read, and those of other shops, do not count. */
async function findNewest({ settings: { backupDir, appUrl } }: Shop): Promise<Date | null> {
  const layout = layoutOf(backupDir);
  for (const name of (await findBackups(layout)).reverse()) {
    const manifest = await readManifest(layout.backup(name)).catch(() => null);
    if (manifest?.shop === appUrl) return new Date(manifest.createdAt);
  }
  return null;
}

function judgeAge(newest: Date, { now, settings: { backupDir: about } }: Shop): Finding[] {
  const age = now().getTime() - newest.getTime();
  const when = `The newest backup is of ${newest.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  if (age <= OLD) return [fine("backups", `${when}.`, about)];
  const words = `${when}, ${Math.floor(age / DAY)} days ago. What was sold or published since is only on this disk.`;
  return [trouble("backup-old", { about, words, fix: `See why it is not run any more. ${MAKE} ${ELSEWHERE}` })];
}

function judgePlace({ diskOf, settings: { backupDir: about, dataDir } }: Shop): Finding[] {
  if (diskOf(about) !== diskOf(dataDir)) return [];
  const words = "The backups are on the disk of the shop and would be lost with it.";
  const fix = "Name a folder on another disk in BACKUP_DIR, or copy the folder elsewhere after each backup.";
  return [trouble("backup-on-same-disk", { about, words, fix })];
}
