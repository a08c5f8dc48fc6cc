// What is in a TAR (POSIX.1-2017, pax; GNU tar's extensions): its headers, one after the other.

const RECORD = 512;
/** Bytes of a long name or of pax records that are read; longer ones are passed over. */
const MAX_EXTENSION = 64 * 1024;
const README = 64 * 1024;
const [PAX, PAX_GLOBAL, LONG_NAME, LONG_LINK] = ["x", "g", "L", "K"];

/**
 * @param {{ take(length: number): Promise<Buffer>, skip(length: number): Promise<boolean> }} bytes the archive, from its beginning;
 *   `skip`: false when it ends before
 * @param {import("./archive-entries.mjs").Entries} entries
 */
export async function readTar(bytes, entries) {
  let next = {};
  for (;;) {
    const header = await bytes.take(RECORD);
    // The end is two empty records; many programs leave them out.
    if (header.length === 0 || header.every((byte) => byte === 0)) return;
    const size = header.length === RECORD && isHeader(header) ? readNumber(header, 124, 12) : null;
    if (size === null) {
      entries.isDamaged = true;
      return;
    }
    const type = String.fromCharCode(header[156] || 48);
    if ([PAX, PAX_GLOBAL, LONG_NAME, LONG_LINK].includes(type)) {
      const content = await bytes.take(Math.min(size, MAX_EXTENSION));
      if (type === PAX) next = { ...next, ...readPax(content) };
      if (type === LONG_NAME) next.name = content.subarray(0, lengthOf(content));
      if (!(await bytes.skip(padded(size) - content.length))) return damaged(entries);
      continue;
    }
    const stored = next.size ?? size;
    if (!(await passSparse(header, type, bytes))) return damaged(entries);
    const kept = isFile(type) ? await addFile(header, type, next, stored, bytes, entries) : 0;
    if (!(await bytes.skip(padded(stored) - kept))) return damaged(entries);
    next = {};
  }
}

function damaged(entries) {
  entries.isDamaged = true;
}

/** Regular files, contiguous ones, and those with holes. */
const isFile = (type) => ["0", "7", "S"].includes(type);
const padded = (size) => Math.ceil(size / RECORD) * RECORD;

/** @returns {Promise<number>} bytes of it that were read */
async function addFile(header, type, next, stored, bytes, entries) {
  const real = next.realSize ?? (type === "S" ? readNumber(header, 483, 12) : stored);
  const readme = {};
  entries.add(next.name ?? nameOf(header), real, { at: readme });
  if (entries.readme?.at !== readme) return 0;
  readme.text = await bytes.take(Math.min(stored, README));
  return readme.text.length;
}

/** A map of holes that does not fit into the header goes on after it. */
async function passSparse(header, type, bytes) {
  let isExtended = type === "S" && header[482] === 1;
  while (isExtended) {
    const more = await bytes.take(RECORD);
    if (more.length < RECORD) return false;
    isExtended = more[504] === 1;
  }
  return true;
}

/** Its sum counts itself as spaces. Old programs took bytes for signed numbers. @param {Buffer} header */
function isHeader(header) {
  let [sum, signed] = [8 * 32, 8 * 32];
  for (let at = 0; at < RECORD; at += 1) {
    if (at >= 148 && at < 156) continue;
    sum += header[at];
    signed += header.readInt8(at);
  }
  return [sum, signed].includes(readNumber(header, 148, 8));
}

/** Octal digits, or binary where the first bit is set. @returns {number | null} null for what is no length */
function readNumber(header, at, length) {
  const field = header.subarray(at, at + length);
  if (field[0] & 0x80) {
    const value = field.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0);
    return (field[0] & 0x40) === 0 && Number.isSafeInteger(value) ? value : null;
  }
  const digits = field.toString("latin1").replace(/\0.*$/s, "").trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : null;
}

function nameOf(header) {
  const name = textOf(header, 0, 100);
  const prefix = header.toString("latin1", 257, 263) === "ustar\0" ? textOf(header, 345, 155) : Buffer.alloc(0);
  return prefix.length > 0 ? Buffer.concat([prefix, Buffer.from("/"), name]) : name;
}

const textOf = (header, at, length) => header.subarray(at, at + lengthOf(header.subarray(at, at + length)));

function lengthOf(text) {
  const end = text.indexOf(0);
  return end < 0 ? text.length : end;
}

/** Lines of `<length> <key>=<value>\n`. @param {Buffer} content */
function readPax(content) {
  const found = {};
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(" ", at);
    const length = space > at ? Number(content.toString("latin1", at, space)) : 0;
    if (!(length > space - at && length > 0 && at + length <= content.length)) break;
    const equals = content.indexOf("=", space);
    const key = content.toString("latin1", space + 1, equals);
    const value = content.subarray(equals + 1, at + length - 1);
    const number = Number(value.toString("latin1"));
    const isLength = Number.isSafeInteger(number) && number >= 0;
    if (key === "path" || key === "GNU.sparse.name") found.name = value;
    if (key === "size" && isLength) found.size = number;
    if (/^GNU\.sparse\.(?:realsize|size)$/.test(key) && isLength) found.realSize = number;
    at += length;
  }
  return found;
}
