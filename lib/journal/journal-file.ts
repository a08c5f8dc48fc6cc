import "server-only";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { flush } from "@/lib/flush";
import { newId } from "@/lib/ids";
import { Turns } from "@/lib/turns";

/** Only the operator reads it. */
const FILE_MODE = 0o600;

/**
 * The file of this process in a journal: processes never write into one file, so that no line is mixed with another.
 * Lines are appended one at a time, and are on the disk when `append` resolves.
 */
export class JournalFile {
  readonly #turns = new Turns(1);
  /** Null: the next line begins a file. */
  #path: string | null = null;

  constructor(private readonly folder: string) {}

  /** @throws Error of the file system: then the line may be there or not, or a part of it */
  async append(text: string, now: Date): Promise<void> {
    const end = await this.#turns.take();
    // If this fails its last line may be half a line: what follows is written into another file.
    const path = this.#path;
    this.#path = null;
    try {
      this.#path = path ? await appendTo(path, text) : await this.#begin(text, now);
    } finally {
      end?.();
    }
  }

  async #begin(text: string, now: Date): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const name = `${now.toISOString().replace(/[-:]|\.\d+/g, "")}-${newId()}.ndjson`;
    const path = await appendTo(join(this.folder, name), text);
    await flush(this.folder);
    return path;
  }
}

/** @returns the path */
async function appendTo(path: string, text: string): Promise<string> {
  const handle = await open(path, "a", FILE_MODE);
  try {
    await handle.appendFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return path;
}
