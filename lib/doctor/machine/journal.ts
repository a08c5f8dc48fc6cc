import "server-only";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Check, Shop } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { writeOnce } from "./write-once";

const FIX = "Set JOURNAL_DIR to a folder on another disk: docs/operate/backup.md says what it is for.";

/** The journal of acts that take something away: it is written, and not lost together with the database. */
export const journal: Check = {
  name: "journal",
  async run(shop) {
    const { journalDir: about, devnet } = shop.settings;
    if (about === null) {
      if (devnet) return [fine("journal", "This is the demo, which needs no journal.")];
      const words = "There is no journal, so restoring a backup undoes what was ended, removed or refunded since.";
      return [trouble("journal-missing", { about: "JOURNAL_DIR", words, fix: FIX })];
    }
    const why = await whyNotWritable(about);
    if (why !== null) {
      const words = `The journal cannot be written (${why}): links cannot be ended, nothing can be refunded or removed, and the shop does not start.`;
      const fix = `Mount its disk, and let the user of the shop (here number ${process.getuid?.() ?? "?"}) write there.`;
      return [trouble("journal-not-writable", { about, words, fix })];
    }
    if (isOnOneDisk(shop, about)) {
      const words = "The journal is on the disk of the database and would be lost with it.";
      return [trouble("journal-on-same-disk", { about, words, fix: FIX })];
    }
    return [fine("journal", "The journal can be written, and is on another disk than the database.", about)];
  },
};

async function whyNotWritable(folder: string): Promise<string | null> {
  // The start would make it, also where its disk is not mounted.
  if (!existsSync(folder)) return "there is no such folder";
  return writeOnce(folder).then(
    () => null,
    (error: Error) => error.message,
  );
}

function isOnOneDisk({ diskOf, settings: { databaseUrl } }: Shop, folder: string): boolean {
  return diskOf(folder) === diskOf(dirname(databaseUrl.replace(/^file:/, "")));
}
