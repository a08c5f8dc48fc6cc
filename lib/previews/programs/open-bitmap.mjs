// BMP and ICO files: what is in them, in a form that `sharp` opens.

import { decodeBitmap, readBitmapHeader } from "./bitmap.mjs";

/** Pictures in an icon that are looked at. */
const MAX_ENTRIES = 64;

/**
 * A BMP, ICO or CUR as its points, or as the PNG or JPEG in it; null for other files. Of an icon the largest picture.
 *
 * @param {Buffer} file
 * @returns {{ of: { width: number, height: number }, open: () => { data: Buffer, raw?: object } } | { encoded: Buffer } | null}
 */
export function openBitmap(file) {
  if (file.length > 26 && file.toString("latin1", 0, 2) === "BM")
    return openDib(file.subarray(14), file.readUInt32LE(10) - 14);
  if (file.length > 22 && file.readUInt16LE(0) === 0 && [1, 2].includes(file.readUInt16LE(2))) return openIcon(file);
  return null;
}

function openDib(dib, pixelsAt) {
  const { width, height, compression } = readBitmapHeader(dib);
  // The points are a whole JPEG or PNG.
  if (compression === 4 || compression === 5) return { encoded: dib.subarray(pixelsAt) };
  return { of: { width, height }, open: () => decodeBitmap(dib, pixelsAt, false) };
}

function openIcon(file) {
  const count = Math.min(file.readUInt16LE(4), MAX_ENTRIES);
  const entries = [];
  for (let at = 6; at + 16 <= Math.min(file.length, 6 + count * 16); at += 16) {
    const [width, height] = [file[at] || 256, file[at + 1] || 256];
    const [length, begin] = [file.readUInt32LE(at + 8), file.readUInt32LE(at + 12)];
    // Among pictures of one size, the one with the most bytes has the most colours.
    if (begin + 40 <= file.length) entries.push({ points: width * height, length, begin });
  }
  const [largest] = entries.sort((one, other) => other.points - one.points || other.length - one.length);
  if (!largest) throw new Error("no picture in an icon");
  const bytes = file.subarray(largest.begin, largest.begin + largest.length);
  if (bytes.readUInt32BE(0) === 0x89504e47) return { encoded: bytes };
  const { width, height } = readBitmapHeader(bytes);
  return { of: { width, height: height >> 1 }, open: () => decodeBitmap(bytes, null, true) };
}
