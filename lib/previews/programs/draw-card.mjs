// node draw-card.mjs {card}: the picture that a chat shows with a link, 1200 x 630, as JPEG on standard output. The
// file's preview, if there is one, comes by standard input: a picture that was made of it, or the seller's.
//
// Texts are drawn by Pango, which shapes Arabic and goes from right to left where the text does. The fonts are those of
// FONTCONFIG_FILE. A title with letters that none of them has is left out rather than drawn as boxes.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { coveredLetters } from "./covered-letters.mjs";
import { answer, giveUp, picturePart, readInput, watchMemory } from "./stdio.mjs";

const WIDTH = 1200;
const HEIGHT = 630;
const PANEL = 440;
const MARGIN = 64;
/** Between two lines. */
const GAP = 24;
const TEXT = WIDTH - PANEL - 2 * MARGIN;
const colours = { paper: "#faf9f6", ink: "#1b1d1a", soft: "#565c55", accent: "#0d6a4f", tint: "#e4f1ea" };

sharp.cache(false);
sharp.concurrency(1);

/** @type {{ title: string, price: string, facts: string, seller: string, site: string, kind: string, rtl: boolean,
 *   picture: string | null, fonts: string, font: string, memory: number }} */
const card = JSON.parse(process.argv[2] ?? "{}");
watchMemory(card.memory);
try {
  answer({}, [picturePart("cover", await draw(await readInput()), undefined, "image/jpeg")]);
} catch (error) {
  giveUp(error);
}

/** @param {Buffer} input */
async function draw(input) {
  const ranges = readdirSync(card.fonts)
    .filter((name) => name.endsWith(".ttf"))
    .flatMap((name) => coveredLetters(readFileSync(join(card.fonts, name))));
  const readable = (text) => drawable(text, ranges);

  const heading = readable(card.title);
  const price = await line(card.price, 64, colours.accent, true);
  // Without a title the facts take its place.
  const facts = heading ? await line(readable(card.facts) ?? "", 30, colours.soft) : null;
  const seller = await line(readable(card.seller) ?? "", 30, colours.soft);
  const site = await line(readable(card.site) ?? "", 26, colours.accent, true);
  const below = [price, facts, seller].filter(Boolean);
  const room =
    HEIGHT - 2 * MARGIN - below.reduce((sum, { height }) => sum + height + GAP, 0) - (site?.height ?? 0) - 3 * GAP;
  const title = await fitTitle(heading ?? readable(card.facts)?.replaceAll(" ", "\u00a0"), room);

  const parts = [await panel(input)];
  let top = MARGIN;
  for (const text of [title, ...below].filter(Boolean)) {
    parts.push(place(text, top));
    top += text.height + (text === title ? 2 * GAP : GAP);
  }
  if (site) parts.push(place(site, HEIGHT - MARGIN - site.height));
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: colours.paper } })
    .composite(parts)
    .jpeg({ quality: 86, chromaSubsampling: "4:4:4", mozjpeg: true })
    .toBuffer({ resolveWithObject: true });
}

/** Beside the picture, aligned to the side where reading begins. */
function place({ data, width }, top) {
  return { input: data, top: Math.round(top), left: card.rtl ? WIDTH - MARGIN - width : MARGIN };
}

/** As large as fits: long titles get smaller letters, and in the end are cut. */
async function fitTitle(text, room) {
  if (!text) return null;
  const letters = [...text];
  for (let length = letters.length; length > 8; length = Math.floor(length * 0.8)) {
    const shown = length === letters.length ? text : `${letters.slice(0, length).join("").trimEnd()}…`;
    for (const size of [68, 58, 50, 44, 38]) {
      const made = await line(shown, size, colours.ink, true);
      if (made && made.height <= room) return made;
    }
  }
  return null;
}

async function line(text, size, colour, bold = false) {
  if (text.trim() === "") return null;
  const escaped = text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
  const { data, info } = await sharp({
    text: {
      // Arabic letters bring much room of their own above and below.
      text: `<span foreground="${colour}"${card.rtl ? ' line_height="0.8"' : ""}>${escaped}</span>`,
      font: `${card.font} ${bold ? "Bold " : ""}${size}`,
      width: TEXT,
      // For right-to-left text, Pango uses the other side.
      align: "left",
      wrap: "word-char",
      rgba: true,
      dpi: 72,
      spacing: card.rtl ? 0 : Math.round(size * 0.12),
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/**
 * The text without emoji that no font has; null when letters are missing, so that it would not be readable.
 *
 * @param {string} text @param {[number, number][]} ranges
 */
function drawable(text, ranges) {
  const has = (point) => ranges.some(([first, last]) => point >= first && point <= last);
  let kept = "";
  for (const sign of text) {
    const invisible = /[\p{Cf}\p{Zs}]/u.test(sign);
    if (invisible || has(sign.codePointAt(0))) kept += sign;
    else if (/[\p{L}\p{M}\p{N}]/u.test(sign)) return null;
  }
  return kept.replace(/\s+/g, " ").trim() || null;
}

/** The file's preview, or the icon of its kind. */
async function panel(input) {
  const left = card.rtl ? 0 : WIDTH - PANEL;
  if (card.picture && input.length > 0) {
    const shown = sharp(input, { limitInputPixels: 2_000_000 }).resize({
      width: PANEL,
      height: HEIGHT,
      fit: "cover",
      kernel: "cubic",
    });
    if (card.picture === "blurred") shown.blur(14);
    return { input: await shown.png().toBuffer(), top: 0, left };
  }
  return { input: Buffer.from(sign(card.kind)), top: 0, left };
}

/** Drawn like the icons of the pages (Lucide, ISC licence). */
function sign(kind) {
  const sheet =
    '<path d="M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8l6 6v12a2 2 0 0 1-2 2z"/><path d="M14 2v5a1 1 0 0 0 1 1h5"/>';
  const marks = {
    picture: '<circle cx="10" cy="12" r="2"/><path d="m20 17-1.296-1.296a2.41 2.41 0 0 0-3.408 0L9 22"/>',
    audio: '<path d="M10.5 18.5a1.5 1.5 0 1 1-1.5-1.5 1.5 1.5 0 0 1 1.5 1.5zV11.5l4 1.5"/>',
    video: '<path d="M9.5 11.5v6l5-3z"/>',
    text: '<path d="M10 9H8"/><path d="M16 13H8"/><path d="M16 17H8"/>',
    archive: '<path d="M10 12v-1"/><path d="M10 18v-2"/><path d="M10 7V6"/>',
    file: "",
  };
  const scale = 9.5;
  const shift = (size) => (size - 24 * scale) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PANEL}" height="${HEIGHT}">
<rect width="${PANEL}" height="${HEIGHT}" fill="${colours.tint}"/>
<g transform="translate(${shift(PANEL)} ${shift(HEIGHT)}) scale(${scale})" fill="none" stroke="${colours.accent}" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round">${sheet}${marks[kind] ?? ""}</g></svg>`;
}
