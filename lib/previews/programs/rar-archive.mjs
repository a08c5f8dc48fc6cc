// The headers of a RAR (RARLAB's technote for version 5, and for versions 1.5 to 4): they are not packed, and each says how
// long what follows it is.

import { readRange } from "./ranges.mjs";

const VERSION_4 = "526172211a0700";
const VERSION_5 = "526172211a070100";
/** Headers that are read; each may cost a block of storage. */
const MAX_HEADERS = 20_000;
/** Bytes of one that are read. */
const MAX_HEADER = 8 * 1024;

/** @param {number} size bytes of the file @param {import("./archive-entries.mjs").Entries} entries */
export function readRar(size, entries) {
  const signature = readRange(0, 8).toString("hex");
  const read = signature === VERSION_5 ? readBlock5 : signature.startsWith(VERSION_4) ? readBlock4 : null;
  let at = signature === VERSION_5 ? 8 : 7;
  if (!read) entries.isDamaged = true;
  for (let count = 0; read && at < size; count += 1) {
    if (count === MAX_HEADERS) {
      entries.isCut = true;
      return;
    }
    const length = readSafely(() => read(readRange(at, Math.min(MAX_HEADER, size - at)), entries));
    if (length === END) return;
    at += length ?? 0;
    if (length === null || at > size) {
      entries.isDamaged = true;
      return;
    }
  }
}

const END = -1;

/** Headers that are cut off are damaged. @returns {number | null} bytes of a header and what it has */
function readSafely(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Numbers of seven bits a byte, the lowest first. */
function reader(bytes, begin) {
  let at = begin;
  return {
    get at() {
      return at;
    },
    number() {
      let value = 0;
      for (let place = 1; ; place *= 128) {
        const byte = bytes.readUInt8(at);
        at += 1;
        value += (byte & 0x7f) * place;
        if (byte < 0x80) break;
      }
      if (!Number.isSafeInteger(value)) throw new RangeError("no number");
      return value;
    },
    skip(length) {
      at += length;
    },
  };
}

const [FILE_5, ENCRYPTION_5, END_5] = [2, 4, 5];

function readBlock5(bytes, entries) {
  const next = reader(bytes, 4);
  const headerLength = next.number();
  const begin = next.at;
  const [type, flags] = [next.number(), next.number()];
  const extra = flags & 1 ? next.number() : 0;
  const packed = flags & 2 ? next.number() : 0;
  if (type === END_5) return END;
  if (type === ENCRYPTION_5) return unknown(entries);
  if (type === FILE_5) {
    const fileFlags = next.number();
    const length = next.number();
    next.number();
    next.skip((fileFlags & 2 ? 4 : 0) + (fileFlags & 4 ? 4 : 0));
    next.number();
    next.number();
    const nameLength = next.number();
    const name = bytes.subarray(next.at, next.at + nameLength);
    const isEncrypted = isEncrypted5(bytes.subarray(begin + headerLength - extra, begin + headerLength));
    const isFolder = (fileFlags & 1) === 1;
    if (!isFolder) entries.add(name, fileFlags & 8 ? null : length, { isUtf8: true, isEncrypted });
  }
  return begin + headerLength + packed;
}

/** Whether one of the records in a header's extra area is how the file is encrypted. */
function isEncrypted5(area) {
  const next = reader(area, 0);
  while (next.at < area.length) {
    const length = next.number();
    const begin = next.at;
    if (next.number() === 1) return true;
    next.skip(begin + length - next.at);
  }
  return false;
}

/** Even the names are encrypted. */
function unknown(entries) {
  entries.isEncrypted = true;
  entries.isUntold = true;
  return END;
}

const [ARCHIVE_4, FILE_4, END_4] = [0x73, 0x74, 0x7b];

function readBlock4(bytes, entries) {
  const [type, flags, length] = [bytes.readUInt8(2), bytes.readUInt16LE(3), bytes.readUInt16LE(5)];
  if (type === END_4) return END;
  if (type === ARCHIVE_4 && flags & 0x80) return unknown(entries);
  if (length < 7) return null;
  if (type !== FILE_4) return length + (flags & 0x8000 ? bytes.readUInt32LE(7) : 0);
  const isLarge = (flags & 0x100) !== 0;
  const high = (at) => (isLarge ? bytes.readUInt32LE(at) * 2 ** 32 : 0);
  const [packed, unpacked] = [bytes.readUInt32LE(7) + high(32), bytes.readUInt32LE(11) + high(36)];
  const begin = isLarge ? 40 : 32;
  const name = bytes.subarray(begin, begin + bytes.readUInt16LE(26));
  const isFolder = (flags & 0xe0) === 0xe0;
  // A name beyond ASCII follows in an encoding of its own; the first one is for programs that do not know it.
  const end = name.indexOf(0);
  if (!isFolder) entries.add(end < 0 ? name : name.subarray(0, end), unpacked, { isEncrypted: (flags & 4) !== 0 });
  return length + packed;
}
