// The file that a program reads without being able to open it: the server answers ranges (`range-broker.ts`).
//
// Reading waits, as `readSync` does, so that libraries in WebAssembly can use it, too. A program that reads by this must not use
// `process.stdin` or write to standard output before its answer.

import { readSync, writeSync } from "node:fs";

/** Bytes of one request. */
const MAX_RANGE = 4 * 1024 * 1024;
const REFUSED = 0xffffffff;

/**
 * @param {number} at bytes @param {number} length bytes
 * @returns {Buffer} fewer bytes at the end of the file
 * @throws Error `too-large` when the server answers nothing more of this file
 */
export function readRange(at, length) {
  if (length <= MAX_RANGE) return askFor(at, length);
  const parts = [];
  for (let from = at; from < at + length; from += MAX_RANGE) {
    parts.push(askFor(from, Math.min(MAX_RANGE, at + length - from)));
  }
  return Buffer.concat(parts);
}

/** All of a file. @param {number} size bytes */
export const readAll = (size) => readRange(0, size);

function askFor(at, length) {
  writeSync(1, `R ${Math.max(0, Math.floor(at))} ${Math.max(0, Math.ceil(length))}\n`);
  const answered = readFully(4).readUInt32BE();
  if (answered === REFUSED) throw new Error("too-large");
  return readFully(answered);
}

function readFully(length) {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const count = readSync(0, bytes, done, length - done, null);
    if (count === 0) throw new Error("The server answers nothing more.");
    done += count;
  }
  return bytes;
}
