// Opening pictures of strangers with `sharp`: image decoders have had vulnerabilities before, and a file of a few kilobytes can
// expand to gigabytes. Only the pixels get through: no metadata, no profile, no further frame.

import sharp from "sharp";
import { openBitmap } from "./open-bitmap.mjs";

/** Pixels of one picture, at most: what a large camera makes. */
const MAX_PIXELS = 100_000_000;
/** Pages of a TIFF, and directories below its first page, among which the largest is looked for. */
const MAX_PAGES = 32;

// Only pixel formats, and only from memory: libvips would also open SVG, PDF and the formats of ImageMagick.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpegBuffer",
    "VipsForeignLoadPngBuffer",
    "VipsForeignLoadWebpBuffer",
    "VipsForeignLoadNsgifBuffer",
    "VipsForeignLoadHeifBuffer",
    "VipsForeignLoadTiffBuffer",
  ],
});
sharp.cache(false);
sharp.concurrency(1);

/**
 * What of the file is shown, and its size: of several pages or pictures the largest. `frames`: 1, unless it moves.
 *
 * @param {Buffer} file
 */
export async function findPicture(file) {
  const bitmap = openBitmap(file);
  if (bitmap && "open" in bitmap) {
    requireSize(bitmap.of);
    const { data, raw } = bitmap.open();
    return { of: bitmap.of, input: data, options: { raw }, metadata: {}, frames: 1 };
  }
  const input = bitmap?.encoded ?? file;
  const { options, frames, ...metadata } = await largestPage(input);
  const { width, height, autoOrient } = metadata;
  requireSize({ width, height });
  return { of: autoOrient ?? { width, height }, input, options, metadata, frames };
}

function requireSize({ width, height }) {
  if (width * height > MAX_PIXELS) throw new Error("too-large");
}

/**
 * A TIFF may begin with a thumbnail, and have the picture itself on a later page or in a directory below; of a HEIF the
 * primary picture is shown, of a moving one the first frame.
 *
 * @param {Buffer} input
 */
async function largestPage(input) {
  const first = await measure(input, {});
  if (first.format === "heif") return { ...(await measure(input, { page: first.pagePrimary ?? 0 })), frames: 1 };
  const frames = first.format === "png" ? framesOfPng(input) : (first.pages ?? 1);
  if (first.format !== "tiff") return { ...(await measure(input, { page: 0 })), frames };
  const pages = Array.from({ length: Math.min(first.pages ?? 1, MAX_PAGES) }, (_, page) => ({ page }));
  const below = Array.from({ length: Math.min(first.subifds ?? 0, MAX_PAGES) }, (_, subifd) => ({ page: 0, subifd }));
  const found = [first];
  for (const options of [...pages, ...below]) {
    const measured = await measure(input, options).catch(() => null);
    if (measured) found.push(measured);
  }
  const largest = found.reduce((one, other) => (other.width * other.height > one.width * one.height ? other : one));
  return { ...largest, frames: 1 };
}

/** The control chunk of an APNG is before its points. @param {Buffer} png */
function framesOfPng(png) {
  const [control, points] = [png.indexOf("acTL"), png.indexOf("IDAT")];
  return control > 0 && control < points ? png.readUInt32BE(control + 4) : 1;
}

async function measure(input, options) {
  const found = await sharp(input, { limitInputPixels: false, failOn: "none", ...options }).metadata();
  return { ...found, options };
}

/**
 * First as strictly as possible; then as browsers show it, which forgive a missing end and draw what there is: then it `isDamaged`.
 *
 * @param {{ input: Buffer, options: object }} found see `findPicture`
 * @param {(picture: import("sharp").Sharp) => Promise<{ data: Buffer, info: object }>} make
 */
export async function makeOf({ input, options }, make) {
  const open = (failOn) => sharp(input, { limitInputPixels: MAX_PIXELS, pages: 1, ...options, failOn }).autoOrient();
  try {
    return { ...(await make(open("error"))), isDamaged: false };
  } catch (error) {
    const made = await make(open("none"));
    if (await isUniform(made.data)) throw error;
    return { ...made, isDamaged: true };
  }
}

/** Where nothing could be decoded, decoders leave one colour. Compression may make it vary a little. */
async function isUniform(picture) {
  const { channels } = await sharp(picture).stats();
  return channels.every(({ min, max }) => max - min < 4);
}

/**
 * Its points, no more than these on the longer side, in colours of screens and on white.
 *
 * @param {import("sharp").Sharp} picture @param {number} side
 */
export function reduce(picture, side) {
  return picture
    .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** Qualities of WebP; then fewer points, for pictures that are hardly anything but noise. */
const LEAST = 0.25;
const STEPS = [...[80, 68, 55, 40, 25, 10].map((quality) => [quality, 1]), [25, 0.7], [25, 0.5], [25, LEAST]];

/**
 * As WebP with nothing but its points, and no more bytes than a page should weigh.
 *
 * @param {{ data: Buffer, info: { width: number, height: number, channels: number } }} points @param {number} bytes
 */
export async function encodeSmall({ data, info }, bytes) {
  const raw = { width: info.width, height: info.height, channels: info.channels };
  for (const [quality, share] of STEPS) {
    const width = Math.max(1, Math.round(info.width * share));
    const picture = share === 1 ? sharp(data, { raw }) : sharp(data, { raw }).resize({ width });
    const made = await picture.webp({ quality }).toBuffer({ resolveWithObject: true });
    if (made.data.length <= bytes || share === LEAST) return made;
  }
}

/**
 * Both: as large as a page shows it.
 *
 * @param {import("sharp").Sharp} picture @param {{ side: number, bytes: number }} most
 */
export async function makeSmall(picture, { side, bytes }) {
  return encodeSmall(await reduce(picture, side), bytes);
}
