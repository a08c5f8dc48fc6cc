import { constants } from "node:fs";
import { copyFile, link, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { localTrouble } from "@/commands/local-trouble";
import { namesToTry } from "./file-name";

/** More files of one name than anybody has. */
const MOST_COPIES = 999;

/** A download is complete, but it could not be given its name. */
export class NotNamed extends Error {}

/**
 * Gives the finished download its name, never over another file: "report.pdf", "report (1).pdf", … On file systems without
 * hard links, and where the name is not allowed, in other ways and under a similar name.
 *
 * @param fallback a name of letters and digits
 * @returns where it is
 * @throws NotNamed why it stays where it is; its bytes are not touched then
 */
export async function placeFile(part: string, folder: string, name: string, fallback: string): Promise<string> {
  let trouble: unknown;
  for (const one of namesToTry(name, fallback)) {
    try {
      return await placeAs(part, folder, one);
    } catch (error) {
      trouble ??= error;
    }
  }
  throw new NotNamed(
    `The download is complete, but it could not be given its name “${name}”. ${wordsOf(trouble)}\nIt is in ${part}. You can rename it.`,
    { cause: trouble },
  );
}

async function placeAs(part: string, folder: string, name: string): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  for (let copy = 0; copy <= MOST_COPIES; copy += 1) {
    const target = path.join(folder, copy === 0 ? name : `${stem} (${copy})${ext}`);
    if (await moveTo(part, target)) return target;
  }
  throw new Error("There are too many files with this name.");
}

/** @returns false if the name is taken */
async function moveTo(part: string, target: string): Promise<boolean> {
  try {
    // A hard link fails when the name is taken; a rename would replace the file there.
    await link(part, target);
  } catch (error) {
    return isTaken(error) ? false : moveWithoutLink(part, target);
  }
  await rm(part, { force: true }).catch(() => {});
  return true;
}

/** FAT, exFAT, many network drives and folders of other systems have no hard links. */
async function moveWithoutLink(part: string, target: string): Promise<boolean> {
  try {
    // Takes the name, so that only this file of ours is replaced.
    await (await open(target, "wx", 0o600)).close();
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  try {
    await rename(part, target).catch(() => copyOver(part, target));
    return true;
  } catch (error) {
    await rm(target, { force: true }).catch(() => {});
    throw error;
  }
}

/** For a target on another disk. The part stays until all of it is there. */
async function copyOver(part: string, target: string): Promise<void> {
  await copyFile(part, target, constants.COPYFILE_FICLONE);
  const handle = await open(target, "r+");
  await handle.sync().finally(() => handle.close());
  await rm(part, { force: true }).catch(() => {});
}

function isTaken(error: unknown): boolean {
  return ["EEXIST", "EISDIR"].includes(String((error as NodeJS.ErrnoException).code));
}

function wordsOf(error: unknown): string {
  return localTrouble(error, "The reason")?.message ?? (error instanceof Error ? error.message : "");
}
