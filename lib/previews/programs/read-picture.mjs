// node read-picture.mjs {showing, size, mark}: what a picture for sale is, and what its seller shows of it.
//
// Runs in a separate process (`run-program.ts`), because its input comes from strangers.

import { colourSpaceOf } from "./colour-space.mjs";
import { encodeSmall, findPicture, makeOf, reduce } from "./open-picture.mjs";
import { readAll } from "./ranges.mjs";
import { answer, giveUp, picturePart, watchMemory } from "./stdio.mjs";
import { drawMark } from "./watermark.mjs";

/** Points of the longer side, and bytes, of a picture on a page. */
const SHOWN = { side: 800, bytes: 70_000 };
/** Of each side of the picture for sale, a smaller one shows so much at most; of a part of it, as sharp as it is, so much. */
const [REDUCED_SHARE, CROPPED_SHARE] = [1 / 2, 1 / 4];
/** Fewer points than these, on the longer side of what would be shown, are a whole icon: then it is blurred. */
const MIN_SHARP = 64;
/** Points of the longer side, the largest share of the picture's own size, and the blur in points. */
const BLURRED = { side: 32, share: 16, blur: 3 };
/** Fewer points than these show nothing. */
const MIN_BLURRED = 4;

const { showing, size, mark, memory } = JSON.parse(process.argv[2] ?? "{}");
watchMemory(memory);

/** What the seller chose, or less of a picture so small that it would give all of it away; null for nothing. */
function kindShown(chosen, longest) {
  if (chosen === "none") return null;
  const left = longest * (chosen === "cropped" ? CROPPED_SHARE : REDUCED_SHARE);
  if (chosen !== "blurred" && left >= MIN_SHARP) return chosen;
  return longest / BLURRED.share >= MIN_BLURRED ? "blurred" : null;
}

/** Ways of showing a picture. */
const make = {
  async watermarked(picture, of, file) {
    const made = await reduce(picture, sideOf(of));
    drawMark(made.data, made.info, mark ?? "", file);
    return encodeSmall(made, SHOWN.bytes);
  },
  reduced: async (picture, of) => encodeSmall(await reduce(picture, sideOf(of)), SHOWN.bytes),
  async cropped(picture, of) {
    const part = (side) => Math.max(1, Math.min(SHOWN.side, Math.floor(side * CROPPED_SHARE)));
    const [width, height] = [part(of.width), part(of.height)];
    const place = { left: (of.width - width) >> 1, top: (of.height - height) >> 1, width, height };
    return encodeSmall(await reduce(picture.extract(place), SHOWN.side), SHOWN.bytes);
  },
  blurred: makeBlurred,
};

const sideOf = ({ width, height }) => Math.min(SHOWN.side, Math.floor(Math.max(width, height) * REDUCED_SHARE));

/**
 * So few points that the picture is not given away: at most a sixteenth of each side, and then a blur that leaves about
 * eleven across. Text and codes can no longer be read.
 */
async function makeBlurred(picture, of) {
  const { side, share, blur } = BLURRED;
  const longest = Math.max(of.width, of.height);
  const target = Math.max(1, Math.min(side, Math.floor(longest / share)));
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

try {
  const file = readAll(size);
  const found = await findPicture(file);
  const { width, height } = found.of;
  const kind = kindShown(showing.picture, Math.max(width, height));
  const made = await makeOf(found, (picture) => make[kind ?? "blurred"](picture, found.of, file));
  const facts = {
    kind: "picture",
    trouble: made.isDamaged ? "damaged" : null,
    width,
    height,
    colourSpace: colourSpaceOf(found.metadata),
    frames: found.frames,
  };
  answer({ facts }, kind ? [picturePart(kind, made, found.of)] : []);
} catch (error) {
  giveUp(error);
}
