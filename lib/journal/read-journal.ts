import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Line, lineSchema } from "./entries";

type Journal = {
  /** What was taken away, oldest first. */
  lines: Line[];
  /** Lines that are none, as file and number. Half a line at the end of a file is not counted: it was never answered. */
  damaged: string[];
};

/**
 * Reads the files of all processes.
 *
 * @throws Error of the file system
 */
export async function readJournal(folder: string): Promise<Journal> {
  const lines: Line[] = [];
  const damaged: string[] = [];
  for (const name of (await readdir(folder)).filter((one) => one.endsWith(".ndjson")).sort()) {
    const texts = (await readFile(join(folder, name), "utf8")).split("\n");
    // What follows the last end of a line.
    texts.pop();
    for (const [at, text] of texts.entries()) {
      const line = readLine(text);
      if (line) lines.push(line);
      else damaged.push(`${name}:${at + 1}`);
    }
  }
  const withdrawn = new Set(lines.flatMap(({ entry }) => (entry.kind === "withdrawn" ? entry.entry : [])));
  const standing = lines.filter(({ id, entry }) => entry.kind !== "withdrawn" && !withdrawn.has(id));
  return { lines: standing.sort((one, other) => one.at.localeCompare(other.at)), damaged };
}

function readLine(text: string): Line | null {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
