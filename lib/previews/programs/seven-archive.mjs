// The list of files in a 7z (7zFormat.txt of the LZMA SDK, which is in the public domain). It is at the end, usually packed.

import { unpackLzma } from "./lzma.mjs";
import { readRange } from "./ranges.mjs";
import { reader } from "./seven-numbers.mjs";

const SIGNATURE = "377abcaf271c";
const ID = { end: 0, header: 1, archive: 2, main: 4, files: 5, pack: 6, unpack: 7, sub: 8, size: 9, digest: 10 };
const [FOLDER, UNPACKED, COUNTS, EMPTY, EMPTY_FILE, NAMES, ENCODED] = [11, 12, 13, 14, 15, 17, 23];
const [COPY, LZMA, AES] = ["00", "030101", "06f10701"];
/** Bytes of a list, packed and not: those of 100,000 files. */
const [MAX_PACKED, MAX_LIST] = [8 * 1024 * 1024, 24 * 1024 * 1024];

/** @param {number} size bytes of the file @param {import("./archive-entries.mjs").Entries} entries */
export function readSeven(size, entries) {
  try {
    const list = findList(size, entries);
    if (list) readList(list, entries);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    entries.isDamaged = true;
  }
}

/** Unpacked; null where it is encrypted, or packed in a way that is not known. */
function findList(size, entries) {
  const start = readRange(0, 32);
  if (start.toString("hex", 0, 6) !== SIGNATURE) throw new RangeError("no 7z");
  const [offset, length] = [Number(start.readBigUInt64LE(12)), Number(start.readBigUInt64LE(20))];
  if (length === 0) return null;
  if (32 + offset + length > size) throw new RangeError("It is cut off.");
  let list = requireSmall(length, MAX_PACKED, entries) && readRange(32 + offset, length);
  while (list && list[0] === ENCODED) {
    const { packed, folders } = readStreams(reader(list, 1));
    const [folder] = folders;
    if (folder?.coders.some(({ id }) => id === AES)) return unknown(entries, true);
    const [coder] = folder?.coders ?? [];
    if (folder?.coders.length !== 1 || ![COPY, LZMA].includes(coder.id)) return unknown(entries, false);
    const unpacked = lastSize(folder);
    if (!requireSmall(packed.sizes[0], MAX_PACKED, entries) || !requireSmall(unpacked, MAX_LIST, entries)) return null;
    const bytes = readRange(32 + packed.at, packed.sizes[0]);
    list = coder.id === COPY ? bytes.subarray(0, unpacked) : unpackLzma(bytes, coder.properties, unpacked);
  }
  return list;
}

function requireSmall(length, most, entries) {
  if (length > most) entries.isCut = true;
  return length <= most;
}

function unknown(entries, isEncrypted) {
  entries.isEncrypted = isEncrypted;
  entries.isUntold = true;
  return null;
}

function readList(list, entries) {
  const next = reader(list, 0);
  if (next.byte() !== ID.header) throw new RangeError("no header");
  let streams = { sizes: [], folders: [] };
  for (let id = next.number(); id !== ID.end; id = next.number()) {
    if (id === ID.main) streams = readStreams(next);
    else if (id === ID.files) return readFiles(next, streams, entries);
    else if (id !== ID.archive) throw new RangeError("another header");
    else for (let property = next.number(); property !== ID.end; property = next.number()) next.skip(next.number());
  }
}

function readFiles(next, { sizes, folders }, entries) {
  const count = next.count();
  let [empty, emptyFiles, names] = [[], [], []];
  for (let id = next.number(); id !== ID.end; id = next.number()) {
    const length = next.number();
    const end = next.at + length;
    if (id === EMPTY) empty = next.bits(count);
    else if (id === EMPTY_FILE) emptyFiles = next.bits(empty.filter(Boolean).length);
    else if (id === NAMES && next.byte() === 0) names = next.names(count);
    next.skip(end - next.at);
  }
  const isEncrypted = folders.some(({ coders }) => coders.some(({ id }) => id === AES));
  let [filled, blank] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const isFolder = empty[index] && !emptyFiles[blank];
    const bytes = empty[index] ? 0 : (sizes[filled] ?? null);
    if (empty[index]) blank += 1;
    else filled += 1;
    if (!isFolder)
      entries.add(names[index] ?? Buffer.alloc(0), bytes, { isUtf8: true, isEncrypted: isEncrypted && !empty[index] });
  }
}

/** Where the packed bytes are, how they were packed, and how long each file is. */
function readStreams(next) {
  const streams = { packed: { at: 0, sizes: [] }, folders: [], sizes: null };
  for (let id = next.number(); id !== ID.end; id = next.number()) {
    if (id === ID.pack) streams.packed = readPackInfo(next);
    else if (id === ID.unpack) streams.folders = readUnpackInfo(next);
    else if (id === ID.sub) streams.sizes = readSubStreams(next, streams.folders);
    else throw new RangeError("another stream");
  }
  return { ...streams, sizes: streams.sizes ?? streams.folders.map(lastSize) };
}

/** Bytes of what comes out of its last coder: the one whose output no other takes. */
const lastSize = ({ coders, sizes }) => sizes[coders.last] ?? 0;

function readPackInfo(next) {
  const at = next.number();
  const count = next.count();
  let sizes = [];
  for (let id = next.number(); id !== ID.end; id = next.number()) {
    if (id === ID.size) sizes = next.numbers(count);
    else if (id === ID.digest) next.digests(count);
    else throw new RangeError("another packing");
  }
  return { at, sizes };
}

function readUnpackInfo(next) {
  if (next.number() !== FOLDER) throw new RangeError("no folder");
  const count = next.count();
  if (next.byte() !== 0) throw new RangeError("folders elsewhere");
  const folders = Array.from({ length: count }, () => ({ coders: readCoders(next), sizes: [] }));
  for (let id = next.number(); id !== ID.end; id = next.number()) {
    if (id === UNPACKED) for (const folder of folders) folder.sizes = next.numbers(folder.coders.outputs);
    else if (id === ID.digest) next.digests(count);
    else throw new RangeError("another unpacking");
  }
  return folders;
}

function readCoders(next) {
  const coders = [];
  let [inputs, outputs] = [0, 0];
  for (let left = Math.min(next.number(), 32); left > 0; left -= 1) {
    const flags = next.byte();
    const id = next.take(flags & 15).toString("hex");
    const [ins, outs] = flags & 16 ? [next.number(), next.number()] : [1, 1];
    coders.push({ id, properties: flags & 32 ? next.take(next.number()) : Buffer.alloc(0) });
    inputs += ins;
    outputs += outs;
  }
  const pairs = outputs - 1;
  const bound = next.numbers(pairs * 2).filter((_, index) => index % 2 === 1);
  if (inputs - pairs > 1) next.numbers(inputs - pairs);
  const last = coders.findIndex((_, index) => !bound.includes(index));
  return Object.assign(coders, { outputs, last: Math.max(0, last) });
}

function readSubStreams(next, folders) {
  let counts = folders.map(() => 1);
  let id = next.number();
  if (id === COUNTS) {
    counts = next.numbers(folders.length);
    id = next.number();
  }
  const sizes = [];
  for (const [index, folder] of folders.entries()) {
    let left = lastSize(folder);
    for (let stream = 1; id === ID.size && stream < counts[index]; stream += 1) {
      sizes.push(next.number());
      left -= sizes.at(-1);
    }
    if (counts[index] > 0) sizes.push(left);
    if (left < 0) throw new RangeError("more than there is");
  }
  // Sums of their bytes follow, which nobody here compares.
  while (id !== ID.end) {
    if (id === ID.digest)
      next.digests(counts.reduce((sum, count, index) => sum + (count === 1 && folders[index] ? 1 : count), 0));
    id = next.number();
  }
  return sizes;
}
