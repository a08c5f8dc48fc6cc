import "server-only";
import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "@/lib/ids";

/**
 * Writes a small file into a folder, flushes it, renames it, reads it again and removes it.
 *
 * @returns how long that took (ms)
 * @throws Error of the file system
 */
export async function writeOnce(folder: string): Promise<number> {
  const [path, renamed] = [join(folder, `.doctor-${newId()}`), join(folder, `.doctor-${newId()}`)];
  const start = performance.now();
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile("doctor");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(path, renamed);
    if ((await readFile(renamed, "utf8")) !== "doctor") throw new Error("what was written could not be read again");
    return performance.now() - start;
  } finally {
    for (const one of [path, renamed]) await rm(one, { force: true });
  }
}
