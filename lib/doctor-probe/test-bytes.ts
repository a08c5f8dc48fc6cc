import "server-only";
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { sendBytes } from "@/lib/http/send-bytes";

/** The most bytes of the file that is downloaded to see what proxies make of it. */
const MAX_TEST_FILE = 32 * 1024 * 1024;
/** Its name, with letters that a header cannot hold as they are. */
const NAME = "kiosque كشك.bin";
/** Repeated all over the file. Further apart than compression looks back. */
const BLOCK = 64 * 1024;

const block = Buffer.concat(
  Array.from({ length: BLOCK / 32 }, (_, index) => createHash("sha256").update(`filekiosk ${index}`).digest()),
);

/** The ETag of that file, as `sendBytes` makes it. */
export const TEST_ETAG = `"${createHash("sha256").update(block).digest("hex")}"`;

/** The bytes of the file from `start` to the one before `end`. */
export function readTestBytes(start: number, end: number): Buffer {
  const from = start - (start % BLOCK);
  const blocks = Array.from({ length: Math.ceil((end - from) / BLOCK) }, () => block);
  return Buffer.concat(blocks).subarray(start - from, end - from);
}

/** Sends the file, of the size that the query asks for, as every file is sent. */
export async function sendTestBytes(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const wanted = Number(new URL(req.url ?? "/", "http://localhost").searchParams.get("size"));
  await sendBytes(req, res, {
    size: Math.min(MAX_TEST_FILE, Math.max(0, Math.floor(wanted) || 0)),
    etag: TEST_ETAG.slice(1, -1),
    name: NAME,
    mediaType: "application/octet-stream",
    open: async ({ start, end }) => Readable.from(partsOf(start, end + 1)),
  });
}

function* partsOf(start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; at += BLOCK) yield readTestBytes(at, Math.min(end, at + BLOCK));
}
