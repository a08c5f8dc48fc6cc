import "server-only";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { syncPath } from "@/lib/disk";
import { newId } from "@/lib/ids";

const schema = z.strictObject({ format: z.literal("filekiosk-journal"), id: z.string().min(1) });
const pathOf = (folder: string) => join(folder, "journal.json");

/**
 * The id of a journal. Backups name it, so a restore does not take an empty folder, or another shop's journal, for the one
 * that has what was taken away.
 *
 * @returns null when the folder has no journal
 * @throws Error of the file system, or for a file that is none of ours
 */
export async function readJournalId(folder: string): Promise<string | null> {
  const text = await readFile(pathOf(folder), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return text === null ? null : schema.parse(JSON.parse(text)).id;
}

/** Begins a journal in a folder that has none. @throws Error of the file system */
export async function beginJournal(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const handle = await open(pathOf(folder), "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    // There is one already.
    if (error.code === "EEXIST") return null;
    throw error;
  });
  if (!handle) return;
  try {
    await handle.writeFile(`${JSON.stringify({ format: "filekiosk-journal", id: newId() })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncPath(folder);
}
