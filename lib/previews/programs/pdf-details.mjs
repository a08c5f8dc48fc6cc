// What PDFium does not tell: the unit of a page's size, and a title in XMP metadata. Found in the bytes that PDFium read to find
// the first page, without parsing the file once more.

import { inflateSync, constants as zlib } from "node:zlib";
import { cachedRange } from "./cached-ranges.mjs";
import { decodeXml, readXml } from "./read-xml.mjs";

const MB = 1024 * 1024;
/** Bytes that are searched, and bytes of one stream, unpacked. */
const MAX_SEARCHED = 4 * MB;
const MAX_UNPACKED = 4 * MB;
/** Bytes at each end of the file where the metadata is looked for. */
const END = MB;
const MAX_METADATA = 256 * 1024;
/** Bytes between parts that were read together. */
const NEAR = 1_024;

/** Remembers what was read. */
export function rememberRanges() {
  const ranges = [];
  return {
    ranges,
    note(at, length) {
      if (ranges.length < 5_000) ranges.push({ at: Math.max(0, at - NEAR), end: at + length + NEAR });
    },
  };
}

/**
 * @param {{ at: number, end: number }[]} ranges bytes that were read to find the catalog and the first page
 * @param {number} size bytes of the file
 */
export function findDetails(ranges, size) {
  const texts = [...textsOf(joined(ranges))];
  return { unit: unitIn(texts), ...metadataIn(texts, size) };
}

function joined(ranges) {
  const sorted = ranges.toSorted((one, other) => one.at - other.at);
  const all = [];
  for (const { at, end } of sorted) {
    const last = all.at(-1);
    if (last && at <= last.end) last.end = Math.max(last.end, end);
    else all.push({ at, end });
  }
  return all;
}

/** Objects as text: those that are written plainly, and those in compressed streams of objects. */
function* textsOf(ranges) {
  let left = MAX_SEARCHED;
  for (const { at, end } of ranges) {
    const bytes = cachedRange(at, Math.min(end - at, left));
    left -= bytes.length;
    const text = bytes.toString("latin1");
    yield text;
    for (const { index, 0: head } of text.matchAll(/\/ObjStm\b.{0,500}?stream\r?\n/gs)) {
      const unpacked = inflate(bytes.subarray(index + head.length));
      left -= unpacked.length;
      yield unpacked.toString("latin1");
      if (left <= 0) return;
    }
    if (left <= 0) return;
  }
}

/** As far as it goes. */
function inflate(bytes) {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_UNPACKED, finishFlush: zlib.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Points of a unit of the page (`UserUnit`): only where all pages that were seen have the same. */
function unitIn(texts) {
  const units = texts.flatMap((text) =>
    [...text.matchAll(/\/UserUnit\s+(\d{0,6}\.?\d{0,6})/g)].map(([, unit]) => Number(unit)),
  );
  const pages = texts.flatMap((text) => text.match(/\/Type\s*\/Page\b/g) ?? []).length;
  const [unit = 1] = units;
  return units.length >= pages && units.every((one) => one === unit) && unit > 0 ? unit : 1;
}

function metadataIn(texts, size) {
  const reference = texts.map(referenceIn).find(Boolean);
  const packet = reference && packetOf(reference, size);
  return packet ? readPacket(decodeXml(packet)) : { title: null, author: null };
}

/** The number of the catalog's metadata: what is nearest to the catalog's type, since pictures may have metadata as well. */
function referenceIn(text) {
  const catalog = text.search(/\/Type\s*\/Catalog\b/);
  if (catalog < 0) return null;
  const near = text.slice(Math.max(0, catalog - 2_000), catalog + 2_000);
  const middle = Math.min(catalog, 2_000);
  const found = [...near.matchAll(/\/Metadata\s+(\d{1,9})\s+(\d{1,5})\s+R/g)];
  const [nearest] = found.sort((one, other) => Math.abs(one.index - middle) - Math.abs(other.index - middle));
  return nearest ? `${nearest[1]} ${nearest[2]} obj` : null;
}

/** The newest object of this number near an end of the file. */
function packetOf(object, size) {
  for (const at of [Math.max(0, size - END), 0]) {
    const bytes = cachedRange(at, END);
    const found = [bytes.lastIndexOf(`\n${object}`), bytes.lastIndexOf(`\r${object}`)].sort(
      (one, other) => other - one,
    )[0];
    if (found < 0) continue;
    const part = bytes.subarray(found, found + MAX_METADATA);
    const head = /^.{0,1000}?stream\r?\n/s.exec(part.subarray(0, 1_100).toString("latin1"))?.[0];
    if (!head) continue;
    const stream = part.subarray(head.length);
    if (head.includes("/FlateDecode")) return inflate(stream);
    const end = stream.indexOf("endstream");
    return end < 0 ? stream : stream.subarray(0, end);
  }
  return null;
}

/** `dc:title` and `dc:creator` of an XMP packet (ISO 16684-1). */
function readPacket(text) {
  const said = { title: [], creator: [] };
  let property = null;
  let item = null;
  readXml([text], {
    open(name) {
      if (Object.hasOwn(said, name)) property = name;
      if (property && name === "li") item = "";
    },
    text(part) {
      if (item !== null) item = (item + part).slice(0, 2_000);
    },
    close(name) {
      if (name === "li" && item !== null) {
        said[property].push(item.trim());
        item = null;
      }
      if (name === property) property = null;
    },
  });
  return { title: said.title[0] || null, author: said.creator.slice(0, 3).filter(Boolean).join(", ") || null };
}
