import { decodeStrictly, type Encoding } from "./encodings";

/** Units of UTF-16 from which a text without a mark is recognised. */
const MIN_UNMARKED = 8;
/** Bytes that are looked at. */
const SAMPLE = 64 * 1024;

/** Bytes by which the script of a text is told. */
const SCRIPT_SAMPLE = 8 * 1024;

/** Controls and characters that do not exist: signs of other bytes than text. */
const unusual = /(?!\s)\p{Cc}|\p{Cn}/u;
const usual = /[\p{L}\p{M}\p{N}\s]/gu;
/** Scripts whose texts are written in UTF-16 without many characters of ASCII. */
const scripts = [
  /\p{Script=Cyrillic}/gu,
  /\p{Script=Greek}/gu,
  /\p{Script=Arabic}/gu,
  /\p{Script=Hebrew}/gu,
  /\p{Script=Thai}/gu,
  /\p{Script=Devanagari}/gu,
  /\p{Script=Hangul}/gu,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
];
/** Spaces, line breaks, and the full stops and commas of all scripts: in texts there is one every few words. */
const separators = /[\s.,\u3001\u3002\uff0c\uff0e\u060c]/u;

/**
 * Which encoding of two or four bytes a text is in: UTF-16 or UTF-32 with its mark, or unmistakable UTF-16 without one;
 * else null.
 *
 * @param claimsText if the name suggests text, UTF-16 without a mark is also recognised by its script
 */
export function wideEncoding(bytes: Uint8Array, claimsText: boolean): Encoding | null {
  const sample = bytes.subarray(0, SAMPLE);
  const marked = byMark(sample);
  if (marked) return marked;
  const [zeros, likely] = countZeros(sample);
  if (likely) return hasMostly(usual, decode(sample, likely), 0.7) ? likely : null;
  if (!claimsText || sample.length < 2 * MIN_UNMARKED || zeros > sample.length / 2) return null;
  const start = sample.subarray(0, SCRIPT_SAMPLE);
  const little = scriptShare(decode(start, "utf-16le"));
  const big = scriptShare(decode(start, "utf-16be"));
  if (Math.max(little, big) < 0.6) return null;
  return little >= big ? "utf-16le" : "utf-16be";
}

function byMark(sample: Uint8Array): Encoding | null {
  const mark = [...sample.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (mark === "fffe0000" && isUtf32(sample, "utf-32le")) return "utf-32le";
  if (mark === "0000feff" && isUtf32(sample, "utf-32be")) return "utf-32be";
  if (mark.startsWith("fffe") && decode(sample, "utf-16le") !== null) return "utf-16le";
  if (mark.startsWith("feff") && decode(sample, "utf-16be") !== null) return "utf-16be";
  return null;
}

/** An MPEG frame begins with the same bytes as the mark; what follows is hardly ever in the plane of most letters. */
function isUtf32(sample: Uint8Array, encoding: Encoding): boolean {
  const text = decode(sample, encoding);
  return text !== null && [...text].filter((each) => each.length === 1).length * 2 >= [...text].length;
}

/** In most texts at least half of the units are ASCII: one of their bytes is zero, always on the same side. */
function countZeros(sample: Uint8Array): [zeros: number, likely: Encoding | null] {
  const units = Math.floor(sample.length / 2);
  let even = 0;
  let odd = 0;
  for (let at = 0; at < sample.length; at += 2) {
    if (sample[at] === 0) even += 1;
    if (sample[at + 1] === 0) odd += 1;
  }
  const isLikely = units >= MIN_UNMARKED && Math.max(even, odd) >= units / 2 && Math.min(even, odd) === 0;
  return [even + odd, isLikely ? (odd > even ? "utf-16le" : "utf-16be") : null];
}

/** How much of a text is in one script, if it reads like one at all. */
function scriptShare(text: string | null): number {
  if (text === null || !separators.test(text) || !hasMostly(usual, text, 0.7)) return 0;
  return Math.max(...scripts.map((script) => (text.match(script)?.length ?? 0) / text.length));
}

function hasMostly(kind: RegExp, text: string | null, share: number): boolean {
  return text !== null && text.length > 0 && (text.match(kind)?.length ?? 0) > text.length * share;
}

/** Null for what is no text in this encoding. The sample may end inside a character. */
function decode(sample: Uint8Array, encoding: Encoding): string | null {
  const text = decodeStrictly(sample, encoding, true);
  return text === null || unusual.test(text) ? null : text;
}
