import { statfs } from "node:fs/promises";
import { formatBytes } from "./format-bytes";
import { ask } from "./pay-for-file";
import { Refused } from "./refused";

/** `statfs(2)`: FAT. */
const FAT = 0x4d44;
/** The largest file on FAT, in bytes. */
const FAT_MAX = 2 ** 32 - 1;

/**
 * Asks for the size of the file, and whether the folder can take it: after the payment it would be too late. Where one of
 * them is unknown, nothing is said.
 *
 * @throws Refused
 */
export async function requireRoom(link: URL, fileId: string, folder: string): Promise<void> {
  const address = new URL(`/api/files/${encodeURIComponent(fileId)}/info`, link);
  const [size, disk] = await Promise.all([
    ask(address)
      .then(async (answer) => ((await answer.json()) as { size?: unknown }).size)
      .catch(() => null),
    statfs(folder).catch(() => null),
  ]);
  if (typeof size !== "number" || disk === null) return;
  if (disk.type === FAT && size > FAT_MAX) {
    throw new Refused(
      `The file has ${formatBytes(size)}, and the disk of ${folder} (FAT) takes at most 4.3 GB. Nothing was paid: choose another folder with --out.`,
    );
  }
  const free = disk.bavail * disk.bsize;
  if (free >= size) return;
  throw new Refused(
    `The file has ${formatBytes(size)}, and ${folder} has room for ${formatBytes(free)}. Nothing was paid: make room, or choose another folder with --out.`,
  );
}
