import "server-only";
import { createHash } from "node:crypto";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { syncPath } from "@/lib/disk";

/** The length of a stream in bytes, and its SHA-256 as lower-case hex. */
type Measure = { size: number; sha256: string };

/** Only the operator may read a backup: it has everything that the database has. */
const FILE_MODE = 0o600;

/** Writes a stream into a new file and flushes it. The caller flushes the folder. */
export async function writeStream(path: string, source: AsyncIterable<Buffer>): Promise<Measure> {
  const handle = await open(path, "wx", FILE_MODE);
  try {
    const meter = new Meter();
    for await (const chunk of source) {
      meter.add(chunk);
      // Unlike `write`, this writes all of it, at the current position.
      await handle.writeFile(chunk);
    }
    await handle.sync();
    return meter.measure();
  } finally {
    await handle.close();
  }
}

/** Replaces a file in one step: a reader sees either the old or the new text, even after a power cut. */
export async function writeText(path: string, text: string): Promise<void> {
  const fresh = `${path}.partial`;
  const handle = await open(fresh, "w", FILE_MODE);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, path);
  await syncPath(dirname(path));
}

/** Reads a stream to its end. */
export async function measure(source: AsyncIterable<Buffer>): Promise<Measure> {
  const meter = new Meter();
  for await (const chunk of source) meter.add(chunk);
  return meter.measure();
}

/** Passes bytes through and measures them. */
export class Meter extends Transform {
  readonly #hash = createHash("sha256");
  #size = 0;

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#size += chunk.length;
  }

  /** To be called once, at the end. */
  measure(): Measure {
    return { size: this.#size, sha256: this.#hash.digest("hex") };
  }

  override _transform(chunk: Buffer, _encoding: string, done: () => void): void {
    this.add(chunk);
    this.push(chunk);
    done();
  }
}
