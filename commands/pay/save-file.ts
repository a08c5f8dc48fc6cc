import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { localTrouble } from "@/commands/local-trouble";
import { piecesOf, Stalled } from "./pieces-of";
import { ProgressBar } from "./progress-bar";

/** The bytes stopped before the end. Received bytes are kept. */
export class BrokenDownload extends Error {}

/**
 * Writes a response's bytes to the unfinished file: from the start (200), or appended (206). A response without a length
 * may end early without a sign: its caller compares the hash.
 *
 * @param stallMs a connection without a byte for this long (ms) has stopped
 * @returns the length of the whole file, null if the response does not say
 * @throws BrokenDownload when the connection ended early or stopped; LocalTrouble if the disk does not take the bytes
 */
export async function saveBody(
  response: Response,
  part: string,
  already: number,
  stallMs = 30_000,
): Promise<number | null> {
  const from = response.status === 206 ? already : 0;
  if (from > 0) requireStart(response, from);
  const length = lengthOf(response);
  const bar = new ProgressBar(length === null ? null : from + length, from);
  let done = from;
  async function* counted() {
    for await (const piece of piecesOf(response, stallMs)) {
      done += piece.length;
      bar.update(done);
      yield piece;
    }
  }
  try {
    // Flushed, because some disks refuse bytes only then.
    const file = createWriteStream(part, { flags: from > 0 ? "a" : "w", mode: 0o600, flush: true });
    await pipeline(counted, file);
  } catch (cause) {
    const local = localTrouble(cause, `The download cannot be saved in ${part}`);
    if (local) throw local;
    const why = cause instanceof Stalled ? "No data arrived for a while" : "The download broke off";
    throw new BrokenDownload(`${why} after ${done} bytes.`, { cause });
  } finally {
    bar.end();
  }
  if (length !== null && done !== from + length)
    throw new BrokenDownload(`The download broke off after ${done} bytes.`);
  return length === null ? null : from + length;
}

/** SHA-256 of a file as lower-case hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Bytes to come; null where somebody in between has removed the length or packed the bytes. */
function lengthOf({ headers }: Response): number | null {
  const length = headers.get("content-length");
  const isPacked = (headers.get("content-encoding") ?? "identity") !== "identity";
  return length === null || isPacked ? null : Number(length);
}

/** @throws BrokenDownload for another part than was asked for: appended, it would make another file */
function requireStart({ headers, body }: Response, from: number): void {
  const start = /^bytes (\d+)-/.exec(headers.get("content-range") ?? "")?.[1];
  if (start === undefined || Number(start) === from) return;
  void body?.cancel();
  throw new BrokenDownload(`The server sent the bytes from ${start} on instead of ${from}.`);
}
