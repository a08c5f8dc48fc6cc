import "server-only";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { syncPath } from "@/lib/disk";
import { newId } from "@/lib/ids";
import { Turns } from "@/lib/turns";

/** Only the operator may read it. */
const FILE_MODE = 0o600;

/**
 * The journal file of this process. Each process has its own, so that lines never mix. Lines are appended one at a time, and
 * are on the disk when `append` resolves.
 */
export class JournalFile {
  readonly #turns = new Turns(1);
  /** Null if the next line starts a new file. */
  #path: string | null = null;

  constructor(private readonly folder: string) {}

  /** @throws Error of the file system; the line may then be missing, complete or cut off */
  async append(text: string, now: Date): Promise<void> {
    const end = await this.#turns.take();
    // After a failure the last line may be cut off, so the next line goes into a new file.
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
    await syncPath(this.folder);
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
