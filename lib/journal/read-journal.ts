import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Line, lineSchema } from "./entries";

export type Journal = {
  /** Entries that were not withdrawn, oldest first. */
  lines: Line[];
  /** Unreadable lines, as file and number. A cut-off last line is not counted: its request was never answered. */
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
    // After the last newline comes nothing, or a cut-off line.
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
