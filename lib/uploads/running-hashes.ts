import "server-only";
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { perProcess } from "../process";

/** SHA-256 of the first `length` bytes of an upload. */
type Running = { hash: Hash; length: number };

/**
 * Hashes uploads while their bytes arrive, so that finishing a large one needs no second reading. Only a help: after a
 * restart, or whenever the lengths disagree, the hash is made from the stored bytes instead.
 */
export class RunningHashes {
  readonly #running = new Map<string, Running>();

  /** The hash to feed with bytes from `offset` on; null when it is not known up to there. */
  from(uploadId: string, offset: number): Running | null {
    const known = this.#running.get(uploadId);
    if (known?.length === offset) return known;
    this.#running.delete(uploadId);
    if (offset !== 0) return null;
    const started = { hash: createHash("sha256"), length: 0 };
    this.#running.set(uploadId, started);
    return started;
  }

  /** The finished hash as lower-case hex, or null when it is not known up to `length`. */
  take(uploadId: string, length: number): string | null {
    const known = this.#running.get(uploadId);
    this.#running.delete(uploadId);
    return known?.length === length ? known.hash.digest("hex") : null;
  }

  forget(uploadId: string): void {
    this.#running.delete(uploadId);
  }
}

export const runningHashes = (): RunningHashes => perProcess("uploads.hashes", () => new RunningHashes());

/** SHA-256 of a file as lower-case hex, in constant memory. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return hash.digest("hex");
}
