import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { link as linkFile, rm } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ProgressBar } from "./progress-bar";

/** The bytes stopped before the end. Received bytes are kept. */
export class BrokenDownload extends Error {}

/**
 * Writes a response's bytes to the unfinished file: from the start (200), or appended (206).
 *
 * @throws BrokenDownload when the connection ended early
 */
export async function saveBody(response: Response, part: string, already: number): Promise<void> {
  const from = response.status === 206 ? already : 0;
  const length = Number(response.headers.get("content-length"));
  const bar = new ProgressBar(from + length, from);
  let done = from;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length;
      bar.update(done);
      next(null, chunk);
    },
  });
  try {
    const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
    await pipeline(body, count, createWriteStream(part, { flags: from > 0 ? "a" : "w", mode: 0o600 }));
  } catch (cause) {
    throw new BrokenDownload(`The download broke off after ${done} bytes.`, { cause });
  } finally {
    bar.end();
  }
  if (done !== from + length) throw new BrokenDownload(`The download broke off after ${done} bytes.`);
}

/** SHA-256 of a file as lower-case hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/**
 * The name under which the seller offers the file, made safe: the last path segment only, no control characters.
 *
 * @param disposition the Content-Disposition header (RFC 6266, RFC 8187)
 */
export function fileNameOf(disposition: string | null, fallback: string): string {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  const plain = /filename="((?:[^"\\]|\\.)*)"/i.exec(disposition ?? "")?.[1]?.replace(/\\(.)/g, "$1");
  const bare = /filename=([^";]+)/i.exec(disposition ?? "")?.[1];
  const name = extended ? decodeURIComponent(extended) : (plain ?? bare ?? fallback);
  const safe = (name.split(/[/\\]/).pop() ?? "")
    .replace(/\p{Cc}/gu, "")
    .replace(/^\.+/, "")
    .trim();
  return safe || fallback;
}

/** Gives the finished download its name, never over another file: "report.pdf", "report (1).pdf", … */
export async function placeFile(part: string, folder: string, name: string): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  for (let copy = 0; ; copy += 1) {
    const target = path.join(folder, copy === 0 ? name : `${stem} (${copy})${ext}`);
    try {
      // A hard link fails when the name is taken; a rename would replace the file there.
      await linkFile(part, target);
      await rm(part);
      return target;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
