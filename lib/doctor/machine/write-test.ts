import "server-only";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { writeOnce } from "./write-once";

/** Writing and flushing takes some milliseconds. Each sale flushes several times (ms). */
const SLOW = 250;
const TIMES = 3;

/** Writes a file, flushes it, renames it and reads it again: a full disk and a read-only mount both pass a look at permissions. */
export const writeTest: Check = {
  name: "write-test",
  async run({ settings: { dataDir } }) {
    const files = join(dataDir, "files");
    // The shop makes it at the first upload.
    const folder = existsSync(files) ? files : dataDir;
    const times: number[] = [];
    try {
      while (times.length < TIMES) times.push(await writeOnce(folder));
    } catch (error) {
      return [
        trouble("data-not-writable", {
          about: folder,
          words: `Files cannot be stored there: ${(error as Error).message}.`,
          fix: `Let the user of the shop (here number ${process.getuid?.() ?? "?"}) write to DATA_DIR and everything in it.`,
        }),
      ];
    }
    const best = Math.round(Math.min(...times));
    if (best < SLOW) return [fine("write-test", `A file was written, flushed and read again in ${best} ms.`, folder)];
    const words = `Writing a small file to the disk takes ${best} ms. Every sale waits for several of these.`;
    return [trouble("disk-slow", { about: folder, words, fix: "Move DATA_DIR to a local disk, such as an SSD." })];
  },
};
