// A mark over all of a picture: the shop's name, in slanted rows. Drawn point by point, so that no font, and no loader of drawings,
// is needed.

import { createHash } from "node:crypto";

/** Letters of 5 x 7 points: a row is two hexadecimal digits, from the top. */
const LETTERS = {
  a: "00000e010f110f",
  b: "1010161911111e",
  c: "00000e1010110e",
  d: "01010d1311110f",
  e: "00000e111f100e",
  f: "0609081c080808",
  g: "000f11110f010e",
  h: "10101619111111",
  i: "04000c0404040e",
  j: "0200060202120c",
  k: "10101214181412",
  l: "0c04040404040e",
  m: "00001a15151111",
  n: "00001619111111",
  o: "00000e1111110e",
  p: "00001e111e1010",
  q: "00000d130f0101",
  r: "00001619101010",
  s: "00000e100e011e",
  t: "08081c08080906",
  u: "0000111111130d",
  v: "00001111110a04",
  w: "0000111115150a",
  x: "0000110a040a11",
  y: "000011110f010e",
  z: "00001f0204081f",
  0: "0e11131519110e",
  1: "040c040404040e",
  2: "0e11010204081f",
  3: "1f02040201110e",
  4: "02060a121f0202",
  5: "1f101e0101110e",
  6: "0608101e11110e",
  7: "1f010204080808",
  8: "0e11110e11110e",
  9: "0e11110f01020c",
  ".": "00000000000c0c",
  "-": "0000001f000000",
  ":": "000c0c000c0c00",
};
const [WIDE, HIGH] = [6, 7];
/** Rows of letters are so many letters' heights apart, and words so many letters' widths. */
const [ROWS, GAP] = [3, 3];
/** How much of a point becomes white, and how much of the point beside it black: seen on light and on dark. */
const [LIGHT, SHADE] = [0.42, 0.34];
const MAX_LETTERS = 40;

/**
 * Changes the points of a picture.
 *
 * @param {Buffer} data red, green and blue of each point @param {{ width: number, height: number }} size
 * @param {string} mark such as the shop's host: letters, digits, `.`, `-` and `:`
 * @param {Buffer} file the picture for sale: where the rows lie depends on it, so that nobody who does not have it knows
 */
export function drawMark(data, { width, height }, mark, file) {
  const words = [...mark.toLowerCase()].filter((letter) => letter in LETTERS).slice(0, MAX_LETTERS);
  const letters = (words.length > 0 ? words : [..."preview"]).map((letter) => LETTERS[letter]);
  const seed = createHash("sha256").update(file).digest();
  // Two points for each point of a letter on a large picture, one on a small one.
  const scale = Math.max(1, Math.max(width, height) / 400);
  const angle = -((20 + seed[0] / 25) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [left, top] = [10_000 + seed.readUInt16BE(1), seed.readUInt16BE(3)];
  const isInk = (x, y) => {
    const across = x * cos + y * sin + left;
    const down = y * cos - x * sin + top;
    const row = Math.floor(down / (HIGH * ROWS));
    return inkOf(letters, Math.floor(across + seed[5 + (row % 24)]), Math.floor(down - row * HIGH * ROWS));
  };
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      if (isInk(x, y)) blend(data, at, 255, LIGHT);
      else if (isInk(x - scale, y - scale)) blend(data, at, 0, SHADE);
    }
  }
}

/** Whether a point of a row of words belongs to a letter. */
function inkOf(letters, across, down) {
  if (down >= HIGH) return false;
  const [index, column] = [Math.floor(across / WIDE) % (letters.length + GAP), across % WIDE];
  const letter = letters[index];
  if (letter === undefined || column >= 5) return false;
  return ((Number.parseInt(letter.slice(down * 2, down * 2 + 2), 16) >> (4 - column)) & 1) === 1;
}

function blend(data, at, colour, share) {
  for (let channel = at; channel < at + 3; channel += 1) {
    data[channel] = Math.round(data[channel] * (1 - share) + colour * share);
  }
}
