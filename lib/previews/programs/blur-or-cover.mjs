// node blur-or-cover.mjs {params}: a picture from standard input, small and re-encoded, to standard output.
//
// Runs in a separate process (`run-program.ts`), because its input comes from strangers: image decoders have had
// vulnerabilities before, and a file of a few kilobytes can expand to gigabytes. It gets bytes, not paths, and writes
// one line of JSON, then the bytes of the new picture. Only the pixels of the old one get through: no metadata, no
// profile, no further frame.

import sharp from "sharp";
import { openBitmap } from "./open-bitmap.mjs";
import { answer, giveUp, readInput, watchMemory } from "./stdio.mjs";

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

const params = JSON.parse(process.argv[2] ?? "{}");
watchMemory(params.memory);
try {
  const picture = await findPicture(await readInput());
  answer(await firstThatOpens(picture), picture.of);
} catch (error) {
  giveUp(error);
}

/**
 * What of the file is shown, and its size: of several pages or pictures the largest.
 *
 * @param {Buffer} file
 */
async function findPicture(file) {
  const bitmap = openBitmap(file);
  if (bitmap && "open" in bitmap) {
    requireSize(bitmap.of);
    const { data, raw } = bitmap.open();
    return { of: bitmap.of, input: data, options: { raw } };
  }
  const input = bitmap?.encoded ?? file;
  const { options, width, height, autoOrient } = await largestPage(input);
  requireSize({ width, height });
  return { of: autoOrient ?? { width, height }, input, options };
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
  if (first.format === "heif") return measure(input, { page: first.pagePrimary ?? 0 });
  if (first.format !== "tiff") return measure(input, { page: 0 });
  const pages = Array.from({ length: Math.min(first.pages ?? 1, MAX_PAGES) }, (_, page) => ({ page }));
  const below = Array.from({ length: Math.min(first.subifds ?? 0, MAX_PAGES) }, (_, subifd) => ({ page: 0, subifd }));
  const found = [first];
  for (const options of [...pages, ...below]) {
    const measured = await measure(input, options).catch(() => null);
    if (measured) found.push(measured);
  }
  return found.reduce((one, other) => (other.width * other.height > one.width * one.height ? other : one));
}

async function measure(input, options) {
  const found = await sharp(input, { limitInputPixels: false, failOn: "none", ...options }).metadata();
  return { ...found, options };
}

/**
 * First as strictly as possible; then as browsers show it, which forgive a missing end and draw what there is.
 *
 * @returns what is made of the picture
 */
async function firstThatOpens({ input, of, options }) {
  const make = (failOn) => {
    const picture = sharp(input, { limitInputPixels: MAX_PIXELS, pages: 1, ...options, failOn }).autoOrient();
    return params.kind === "cover" ? makeCover(picture, params) : makeBlurred(picture, of, params);
  };
  try {
    return await make("error");
  } catch (error) {
    if (error instanceof Error && error.message === "too-small") throw error;
    const made = await make("none");
    if (await isUniform(made.data)) throw error;
    return made;
  }
}

/** Where nothing could be decoded, decoders leave one colour. Compression may make it vary a little. */
async function isUniform(picture) {
  const { channels } = await sharp(picture).stats();
  return channels.every(({ min, max }) => max - min < 4);
}

/**
 * So few points that the picture is not given away: at most a sixteenth of each side, and then a blur that leaves about
 * eleven across. Text and codes can no longer be read.
 */
async function makeBlurred(picture, of, { side, share, blur }) {
  const longest = Math.max(of.width, of.height);
  const target = Math.min(side, Math.floor(longest / share));
  if (target < 4) throw new Error("too-small");
  const scale = target / longest;
  return picture
    .resize({
      width: Math.max(1, Math.round(of.width * scale)),
      height: Math.max(1, Math.round(of.height * scale)),
      fit: "fill",
    })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .blur(Math.max(1, (blur * target) / side))
    .webp({ quality: 60 })
    .toBuffer({ resolveWithObject: true });
}

/** As large as a page shows it, and no more bytes than a page should weigh. */
async function makeCover(picture, { side, bytes }) {
  const { data, info } = await picture
    .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  for (const quality of [80, 68, 55, 40, 25, 10]) {
    const made = await sharp(data, { raw }).webp({ quality }).toBuffer({ resolveWithObject: true });
    if (made.data.length <= bytes || quality === 10) return made;
  }
}
