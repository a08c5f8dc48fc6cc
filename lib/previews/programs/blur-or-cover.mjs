// node blur-or-cover.mjs {params}: a picture from standard input, small and re-encoded, to standard output.
//
// Runs in a separate process (`run-program.ts`), because its input comes from strangers: image decoders have had
// vulnerabilities before, and a file of a few kilobytes can expand to gigabytes. It gets bytes, not paths, and writes
// one line of JSON, then the bytes of the new picture. Only the pixels of the old one get through: no metadata, no
// profile, no further frame.

import sharp from "sharp";
import { answer, giveUp, readInput, watchMemory } from "./stdio.mjs";

/** Pixels of one picture, at most: what a large camera makes. */
const MAX_PIXELS = 100_000_000;

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
  const input = await readInput();
  const of = await measure(input);
  answer(await (params.kind === "cover" ? makeCover(input, params) : makeBlurred(input, of, params)), of);
} catch (error) {
  giveUp(error);
}

/** @param {Buffer} input */
function open(input) {
  // The first frame of a moving picture, the first page of several.
  return sharp(input, { limitInputPixels: MAX_PIXELS, failOn: "error", pages: 1, page: 0 }).autoOrient();
}

/** @param {Buffer} input */
async function measure(input) {
  const { width, height, autoOrient } = await sharp(input, { limitInputPixels: false }).metadata();
  if (width * height > MAX_PIXELS) throw new Error("too-large");
  return autoOrient ?? { width, height };
}

/**
 * So few points that the picture is not given away: at most a sixteenth of each side, and then a blur that leaves about
 * eleven across. Text and codes can no longer be read.
 */
async function makeBlurred(input, of, { side, share, blur }) {
  const longest = Math.max(of.width, of.height);
  const target = Math.min(side, Math.floor(longest / share));
  if (target < 4) throw new Error("too-small");
  const scale = target / longest;
  return open(input)
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
async function makeCover(input, { side, bytes }) {
  const { data, info } = await open(input)
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
