// Names in a ZIP archive, and the content of some: by its directory at the end, so that no more is read than what is asked for.
// Nothing is ever written by these names; they are compared with those that a book mentions.

import { Readable } from "node:stream";
import { fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import { cachedRange } from "./cached-ranges.mjs";

/** Entries of a directory that are looked at. */
const MAX_ENTRIES = 20_000;
/** Bytes of one piece of an entry. */
const PIECE = 256 * 1024;

class FileForSale extends RandomAccessReader {
  read(buffer, offset, length, position, done) {
    try {
      cachedRange(position, length).copy(buffer, offset);
      setImmediate(done, null);
    } catch (error) {
      setImmediate(done, error);
    }
  }

  _readStreamForRange(start, end) {
    function* pieces() {
      for (let at = start; at < end; at += PIECE) yield Buffer.from(cachedRange(at, Math.min(PIECE, end - at)));
    }
    return Readable.from(pieces(), { objectMode: false, highWaterMark: PIECE });
  }
}

/**
 * @param {number} size bytes
 * @returns {Promise<{ names: string[], trouble: "damaged" | "too-large" | null, read(name: string, most: number): Promise<Buffer | null> }>}
 *   `read` gives an unpacked entry, null if there is none, and throws `too-large` (also when it has more bytes than that),
 *   `encrypted`, or `damaged`
 * @throws Error if it is no archive
 */
export async function openZip(size) {
  // Names are bytes here: by itself it would refuse an archive for one name that leads out of it.
  const options = { autoClose: false, decodeStrings: false };
  const zip = await fromRandomAccessReaderPromise(new FileForSale(), size, options);
  /** Of two entries with one name, the first. */
  const entries = new Map();
  let trouble = null;
  try {
    let seen = 0;
    for await (const entry of zip.eachEntry()) {
      seen += 1;
      if (seen > MAX_ENTRIES) {
        trouble = "too-large";
        break;
      }
      const name = entry.fileName.toString("utf8");
      if (name.length <= 1_000 && !entries.has(name)) entries.set(name, entry);
    }
  } catch (error) {
    trouble = error.message === "too-large" ? "too-large" : "damaged";
  }
  return { names: [...entries.keys()], trouble, read: (name, most) => unpack(zip, entries.get(name), most) };
}

async function unpack(zip, entry, most) {
  if (!entry) return null;
  if (entry.isEncrypted()) throw new Error("encrypted");
  // What it says of its size is only believed where that is too much.
  if (entry.uncompressedSize > most) throw new Error("too-large");
  const parts = [];
  let length = 0;
  try {
    for await (const part of await zip.openReadStreamPromise(entry)) {
      length += part.length;
      if (length > most) break;
      parts.push(part);
    }
  } catch (error) {
    throw new Error(error.message === "too-large" ? "too-large" : "damaged");
  }
  if (length > most) throw new Error("too-large");
  return Buffer.concat(parts);
}
