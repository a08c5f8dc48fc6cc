// The central directory of a ZIP (PKWARE's APPNOTE.TXT 6.3.10): what is in it, without unpacking anything but its README.

import { readRange } from "./ranges.mjs";

const [END, END_64, LOCATOR_64, CENTRAL, LOCAL] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50, 0x04034b50];
/** The last record, and the longest comment after it. */
const MAX_END = 22 + 0xffff;
/** A comment may have records of its own: so many are tried. */
const MAX_TRIED = 16;
/** Bytes of a directory that are read: a million files. */
const MAX_DIRECTORY = 128 * 1024 * 1024;
const PART = 1024 * 1024;
/** Deflate makes a byte of this many at most. */
const MAX_RATIO = 1_032;
/** Bytes of a packed README that are read. */
const MAX_PACKED = 256 * 1024;
const [STORED, DEFLATED] = [0, 8];

/** @param {number} size bytes of the file @param {import("./archive-entries.mjs").Entries} entries */
export function readZip(size, entries) {
  const end = findEnd(size);
  if (!end) {
    entries.isDamaged = true;
    return;
  }
  const { begin, length, count, isSplit, shift } = end;
  const sums = { size, shift, packed: 0, records: 0 };
  for (let at = begin; at < begin + length; ) {
    if (at - begin >= MAX_DIRECTORY) {
      entries.isCut = true;
      return;
    }
    const part = readRange(at, Math.min(PART, begin + length - at));
    const used = readRecords(part, entries, sums);
    // A record may be longer than what was left of this part, but not than a part.
    if (used === 0) break;
    at += used;
  }
  // The files would not fit into the archive: they overlap, or it lies.
  if (sums.packed > size || sums.records !== count || isSplit) entries.isDamaged = true;
}

/** @returns {number} bytes of whole records */
function readRecords(part, entries, sums) {
  let at = 0;
  while (at + 46 <= part.length && part.readUInt32LE(at) === CENTRAL) {
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) => part.readUInt16LE(at + offset));
    const next = at + 46 + nameLength + extraLength + noteLength;
    if (next > part.length) break;
    const extra = part.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    readRecord(part.subarray(at, next), part.subarray(at + 46, at + 46 + nameLength), extra, entries, sums);
    at = next;
  }
  return at;
}

function readRecord(record, name, extra, entries, sums) {
  const [flags, method] = [record.readUInt16LE(8), record.readUInt16LE(10)];
  const sizes = { bytes: record.readUInt32LE(24), packed: record.readUInt32LE(20), at: record.readUInt32LE(42) };
  const fields = readExtra(extra);
  if (fields.large) widen(sizes, fields.large);
  sums.records += 1;
  sums.packed += sizes.packed;
  const isEncrypted = (flags & 1) === 1;
  const isPossible =
    sizes.at + sums.shift + sizes.packed <= sums.size &&
    (method === STORED ? isEncrypted || sizes.bytes === sizes.packed : true) &&
    (method === DEFLATED ? sizes.bytes <= sizes.packed * MAX_RATIO : true);
  if (!isPossible) entries.isDamaged = true;
  const isUtf8 = (flags & 0x800) !== 0 || fields.name !== undefined;
  const at = { ...sizes, at: sizes.at + sums.shift, method };
  entries.add(fields.name ?? name, sizes.bytes, { isUtf8, isEncrypted, at });
}

/** Sizes of ZIP64 (1), and a name in UTF-8 as Info-ZIP writes it (0x7075). @param {Buffer} extra */
function readExtra(extra) {
  const found = {};
  for (let at = 0; at + 4 <= extra.length; ) {
    const [id, length] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)];
    const field = extra.subarray(at + 4, at + 4 + length);
    if (id === 1) found.large = field;
    if (id === 0x7075 && field.length > 5) found.name = field.subarray(5);
    at += 4 + length;
  }
  return found;
}

/** Those that do not fit into 32 bits are in the field, in this order. */
function widen(sizes, field) {
  let next = 0;
  for (const key of ["bytes", "packed", "at"]) {
    if (sizes[key] !== 0xffffffff || next + 8 > field.length) continue;
    sizes[key] = Number(field.readBigUInt64LE(next));
    next += 8;
  }
}

/** Where the directory is: the last end record that is followed by nothing but its comment, and has a directory. */
function findEnd(size) {
  const from = Math.max(0, size - MAX_END);
  const tail = readRange(from, size - from);
  let tried = 0;
  for (let at = tail.length - 22; at >= 0 && tried < MAX_TRIED; at -= 1) {
    if (tail.readUInt32LE(at) !== END || at + 22 + tail.readUInt16LE(at + 20) !== tail.length) continue;
    tried += 1;
    const end = readEnd(tail, at, from);
    if (end) return end;
  }
  return null;
}

function readEnd(tail, at, from) {
  const here = from + at;
  const plain = {
    disk: tail.readUInt16LE(at + 4),
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
    here,
  };
  const { disk, count, length, offset, here: after } = readEnd64(tail, at, here) ?? plain;
  const isSplit = disk !== 0;
  if (isSplit) return { begin: here, length: 0, count, isSplit, shift: 0 };
  const begin = after - length;
  // Bytes in front of the archive, such as the program that unpacks it.
  const shift = begin - offset;
  if (shift < 0) return null;
  const isThere = count === 0 || readRange(begin, 4).readUInt32LE() === CENTRAL;
  return isThere ? { begin, length, count, isSplit, shift } : null;
}

function readEnd64(tail, at, here) {
  if (at < 20 || tail.readUInt32LE(at - 20) !== LOCATOR_64) return null;
  // Directly in front of its locator, unless the record has been extended.
  const places = [here - 20 - 56, Number(tail.readBigUInt64LE(at - 20 + 8))];
  for (const place of places) {
    if (place < 0 || place > here - 76) continue;
    const record = readRange(place, 56);
    if (record.length < 56 || record.readUInt32LE(0) !== END_64) continue;
    const [count, length, offset] = [32, 40, 48].map((field) => Number(record.readBigUInt64LE(field)));
    return { disk: record.readUInt32LE(16), count, length, offset, here: place };
  }
  return null;
}

/**
 * The packed bytes of an entry, as far as a README needs them.
 *
 * @param {{ at: number, packed: number, method: number }} where
 * @returns {{ packed: Buffer, isDeflated: boolean } | null}
 */
export function readPacked({ at, packed, method }) {
  const local = readRange(at, 30);
  if (local.length < 30 || local.readUInt32LE(0) !== LOCAL || ![STORED, DEFLATED].includes(method)) return null;
  const begin = at + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  return { packed: readRange(begin, Math.min(packed, MAX_PACKED)), isDeflated: method === DEFLATED };
}
