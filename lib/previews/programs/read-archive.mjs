// node read-archive.mjs {showing, size, name, mediaType}: how much is in an archive, and what, as far as its seller shows it.
// Nothing is unpacked but the beginning of a README, and of what gzip has packed as a whole.
//
// Runs in a separate process (`run-program.ts`), because its input comes from strangers.

import { Entries } from "./archive-entries.mjs";
import { readNames } from "./archive-names.mjs";
import { decodeText, detectEncoding } from "./decode-text.mjs";
import { Gunzip, inflateStart } from "./inflate.mjs";
import { readRange } from "./ranges.mjs";
import { readRar } from "./rar-archive.mjs";
import { readSeven } from "./seven-archive.mjs";
import { answer, giveUp, watchMemory } from "./stdio.mjs";
import { readTar } from "./tar-archive.mjs";
import { readPacked, readZip } from "./zip-archive.mjs";

/** Unpacked bytes, and microseconds of the processor, that a gzip file may take. */
const GUNZIP = { bytes: 256 * 1024 * 1024, cpu: 10_000_000 };
/** Bytes of a README that are unpacked: more than is shown. */
const README = 64 * 1024;
const README_SHOWN = 8_000;
/** Bytes, as the server reads them from storage. */
const WINDOW = 128 * 1024;

const { showing, size, name, mediaType, memory } = JSON.parse(process.argv[2] ?? "{}");
watchMemory(memory);

/** @returns {Promise<Buffer | null>} the beginning of its README */
async function readArchive(entries) {
  if (mediaType === "application/x-tar") {
    await readTar(rangesFrom(), entries);
    return entries.readme?.at.text ?? null;
  }
  if (mediaType === "application/gzip") return readGzip(entries);
  if (mediaType === "application/x-rar-compressed") readRar(size, entries);
  else if (mediaType === "application/x-7z-compressed") readSeven(size, entries);
  else return readZipReadme(entries);
  return null;
}

async function readZipReadme(entries) {
  readZip(size, entries);
  const found = entries.readme && showing.contents ? readPacked(entries.readme.at) : null;
  if (!found) return null;
  return found.isDeflated ? inflateStart(found.packed, README) : found.packed.subarray(0, README);
}

/** A TAR that was packed, or one file. */
async function readGzip(entries) {
  const unpacked = new Gunzip(size, GUNZIP);
  const start = await unpacked.take(512);
  const isTar = start.toString("latin1", 257, 262) === "ustar" || /\.(?:tgz|tar\.gz)$/i.test(name);
  let readme = null;
  if (isTar) {
    await readTar(after(start, unpacked), entries);
    readme = entries.readme?.at.text ?? null;
  } else await readOnly(start, unpacked, entries);
  // The limit ended it, and nothing is wrong with it.
  if (unpacked.isCut) Object.assign(entries, { isCut: true, isDamaged: false });
  else if (unpacked.isDamaged) entries.isDamaged = true;
  return readme;
}

async function readOnly(start, unpacked, entries) {
  await unpacked.skip(Number.MAX_SAFE_INTEGER);
  const isWhole = start.length > 0 && !unpacked.isCut && !unpacked.isDamaged;
  entries.add(Buffer.from(name.replace(/\.gz$/i, "")), isWhole ? unpacked.bytes : null, { isUtf8: true });
}

/** Bytes that were taken already, and then the others. */
function after(start, source) {
  let taken = null;
  return {
    async take(length) {
      taken ??= start;
      const first = taken.subarray(0, length);
      taken = taken.subarray(first.length);
      return first.length < length ? Buffer.concat([first, await source.take(length - first.length)]) : first;
    },
    skip: (length) => source.skip(length),
  };
}

/** The file itself: passing over a part of it costs nothing, and headers that are close to each other one request. */
function rangesFrom() {
  let at = 0;
  let window = { begin: 0, bytes: Buffer.alloc(0) };
  const look = () => window.bytes.subarray(Math.max(0, at - window.begin));
  return {
    async take(length) {
      const wanted = Math.max(0, Math.min(length, size - at));
      if (look().length < wanted)
        window = { begin: at, bytes: readRange(at, Math.max(wanted, WINDOW - (at % WINDOW))) };
      const bytes = look().subarray(0, wanted);
      at += bytes.length;
      return bytes;
    },
    async skip(length) {
      at += length;
      return at <= size;
    },
  };
}

async function readAsFarAsPossible(entries) {
  try {
    return await readArchive(entries);
  } catch (error) {
    if (error.message !== "too-large") throw error;
    entries.isCut = true;
    return null;
  }
}

function excerptOf(entries, readme) {
  if (!showing.contents) return {};
  const listed = { entries: readNames(entries.listed).filter(({ path }) => path !== ""), hasMore: entries.hasMore() };
  if (!readme || readme.length === 0) return listed;
  return {
    ...listed,
    readme: decodeText(readme, detectEncoding(readme, readme.length >= README)).slice(0, README_SHOWN * 2),
  };
}

try {
  const entries = new Entries();
  const readme = await readAsFarAsPossible(entries);
  answer({ facts: entries.facts(), excerpt: excerptOf(entries, readme) });
  // What is left to unpack is not wanted.
  process.exit(0);
} catch (error) {
  giveUp(error);
}
