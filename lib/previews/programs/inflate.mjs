// Unpacking a little of what may unpack to anything.

import { Readable } from "node:stream";
import { createGunzip, createInflateRaw } from "node:zlib";
import { readRange } from "./ranges.mjs";

const PART = 64 * 1024;

/**
 * The beginning of deflated bytes, as far as it can be unpacked.
 *
 * @param {Buffer} packed @param {number} most bytes
 */
export async function inflateStart(packed, most) {
  const parts = [];
  let length = 0;
  try {
    for await (const part of Readable.from([packed]).pipe(createInflateRaw({ finishFlush: 2 }))) {
      parts.push(part);
      length += part.length;
      if (length >= most) break;
    }
  } catch {
    // Damaged from here on.
  }
  return Buffer.concat(parts).subarray(0, most);
}

/** What a gzip file unpacks to, from its beginning on. It ends where it is damaged, or after so many bytes. */
export class Gunzip {
  isDamaged = false;
  /** The limit was reached. */
  isCut = false;
  /** Bytes that it unpacked to so far. */
  bytes = 0;
  #rest = Buffer.alloc(0);

  /** @param {number} size bytes of the file @param {{ bytes: number, cpu: number }} most unpacked bytes, and microseconds */
  constructor(size, most) {
    this.most = most;
    this.parts = Readable.from(rangesOf(size), { objectMode: true, highWaterMark: 1 })
      .pipe(createGunzip({ chunkSize: PART }))
      [Symbol.asyncIterator]();
  }

  /** @param {number} length @returns {Promise<Buffer>} fewer at the end */
  async take(length) {
    const taken = [];
    let missing = length;
    while (missing > 0 && (this.#rest.length > 0 || (await this.#more()))) {
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      taken.push(part);
    }
    return Buffer.concat(taken);
  }

  async skip(length) {
    let missing = length;
    while (missing > 0 && (this.#rest.length > 0 || (await this.#more()))) {
      const passed = Math.min(missing, this.#rest.length);
      this.#rest = this.#rest.subarray(passed);
      missing -= passed;
    }
    return missing === 0;
  }

  async #more() {
    const { user, system } = process.cpuUsage();
    if (this.bytes >= this.most.bytes || user + system > this.most.cpu) {
      this.isCut = true;
      return false;
    }
    try {
      const { value, done } = await this.parts.next();
      if (done) return false;
      this.#rest = value;
      this.bytes += value.length;
      return true;
    } catch (error) {
      if (error.message === "too-large") this.isCut = true;
      else this.isDamaged = true;
      return false;
    }
  }
}

function* rangesOf(size) {
  for (let at = 0; at < size; at += PART) yield readRange(at, Math.min(PART, size - at));
}
