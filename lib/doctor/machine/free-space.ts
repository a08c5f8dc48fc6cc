import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { standingFolder } from "./standing-folder";

/** Fewer free inodes than this, or a smaller share of all, and a disk with room may soon take no more files. */
const FEW_INODES = 10_000;
const SMALL_SHARE = 0.02;

/** The disk of DATA_DIR: bytes and inodes that this user may still use. */
export const freeSpace: Check = {
  name: "free-space",
  async run({ settings: { dataDir, minFreeSpace }, statfs }) {
    const { bavail, bsize, ffree, files } = await statfs(standingFolder(dataDir));
    const free = bavail * bsize;
    const findings = [];
    const fix = "Make room on that disk, move DATA_DIR to a larger one, or lower MIN_FREE_SPACE.";
    const words = `There are ${gigabytes(free)} free, and MIN_FREE_SPACE is ${gigabytes(minFreeSpace)}.`;
    if (free < minFreeSpace) {
      findings.push(
        trouble("disk-full", { about: dataDir, words: `${words} Nobody can upload, and sales stop.`, fix }),
      );
    } else if (free < 2 * minFreeSpace) {
      findings.push(trouble("disk-low", { about: dataDir, words: `${words} Uploads will stop soon.`, fix }));
    }
    // File systems without a fixed number of inodes report none at all.
    if (files > 0 && (ffree < FEW_INODES || ffree < files * SMALL_SHARE)) {
      findings.push(
        trouble("inodes-low", {
          about: dataDir,
          words: `The disk has room for only ${ffree.toLocaleString("en")} more files (inodes), however small they are.`,
          fix: "Delete small files on that disk (df -i shows it), or move DATA_DIR to another one.",
        }),
      );
    }
    return findings.length > 0 ? findings : [fine("free-space", `${gigabytes(free)} are free on the disk.`, dataDir)];
  },
};

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e8 ? 3 : 1)} GB`;
}
