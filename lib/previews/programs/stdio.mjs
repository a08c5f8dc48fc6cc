// Communication of the programs in this folder with the server: input by standard input (or by ranges, see `ranges.mjs`), the
// answer by standard output.

import { writeSync } from "node:fs";

/** All of standard input. @returns {Promise<Buffer>} */
export async function readInput() {
  const parts = [];
  for await (const part of process.stdin) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * Ends the process when it takes more memory than this. The system's own limit is set too if there is one; it is the only one
 * where there is no /proc, from which Linux tells how much there is.
 *
 * @param {number} bytes
 */
export function watchMemory(bytes) {
  const timer = setInterval(() => {
    try {
      if (process.memoryUsage.rss() > bytes) process.exit(137);
    } catch {
      clearInterval(timer);
    }
  }, 20);
  timer.unref();
}

/**
 * One line of JSON, then the bytes of each part, in order. What the answer may have: `read-answer.ts`.
 *
 * @param {{ facts?: object, excerpt?: object, wave?: number[] }} told
 * @param {{ kind: string, mediaType: string, data: Uint8Array, width?: number, height?: number, of?: { width: number, height: number },
 *   seconds?: number }[]} [parts]
 */
export function answer(told, parts = []) {
  const heads = parts.map(({ data, ...head }) => ({ ...head, length: data.length }));
  writeFully(Buffer.from(`${JSON.stringify({ ...told, parts: heads })}\n`));
  for (const { data } of parts) writeFully(data);
}

/** The part that is one picture. @param {{ data: Buffer, info: { width: number, height: number } }} made */
export function picturePart(kind, { data, info }, of, mediaType = "image/webp") {
  const size = of ? { of: { width: of.width, height: of.height } } : {};
  return { kind, mediaType, data, width: info.width, height: info.height, ...size };
}

/** Reports in one word why there is no answer. @param {unknown} error */
export function giveUp(error) {
  const words = error instanceof Error ? error.message : String(error);
  const known = ["too-large", "too-small", "encrypted"].find((reason) => reason === words);
  writeFully(Buffer.from(`${JSON.stringify({ reason: known ?? "unreadable", detail: words.slice(0, 300) })}\n`));
}

/** @param {Uint8Array} bytes */
function writeFully(bytes) {
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}
