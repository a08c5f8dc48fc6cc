// node read-text.mjs {showing, size, mediaType}: how long a text is, and its first lines, as far as its seller shows them.
//
// Runs in a separate process (`run-program.ts`), because its input comes from strangers.

import { countColumns } from "./count-columns.mjs";
import { decodeText, detectEncoding } from "./decode-text.mjs";
import { readRange } from "./ranges.mjs";
import { answer, giveUp, watchMemory } from "./stdio.mjs";

/** Bytes from which the encoding is told, and the first lines taken. */
const SAMPLE = 64 * 1024;
/** Lines of longer texts are not counted. */
const MAX_COUNTED = 64 * 1024 * 1024;
const PART = 1024 * 1024;
/** Of a text, so many lines and characters (UTF-16 units) are shown, and never more than this share of either. */
const SHOWN = { lines: 10, characters: 1_000, share: 1 / 10 };
const TABLES = { "text/csv": [",", ";", "\t", "|"], "text/tab-separated-values": ["\t"] };
const [LINE_FEED, RETURN] = [10, 13];

const { showing, size, mediaType, memory } = JSON.parse(process.argv[2] ?? "{}");
watchMemory(memory);

/** Bytes of a unit, and where in it the low byte is. */
const UNITS = { "utf-16le": [2, 0], "utf-16be": [2, 1], "utf-32le": [4, 0], "utf-32be": [4, 3] };

/** Line feeds; where there are none, the returns of old Macs. A last line needs no end. */
function countLines(encoding) {
  const [unit, low] = UNITS[encoding] ?? [1, 0];
  const ends = { [LINE_FEED]: 0, [RETURN]: 0 };
  let last = 0;
  for (let at = 0; at < size; at += PART) {
    const part = readRange(at, Math.min(PART, size - at));
    if (part.length === 0) break;
    for (let index = low; index < part.length; index += unit) {
      last = part[index];
      if (last === LINE_FEED || last === RETURN)
        if (unit === 1 || isAlone(part, index - low, unit, low)) ends[last] += 1;
    }
  }
  const ended = ends[LINE_FEED] > 0 ? LINE_FEED : RETURN;
  return ends[ended] + (size > 0 && last !== ended ? 1 : 0);
}

/** The other bytes of a unit are zero. */
function isAlone(part, begin, unit, low) {
  for (let index = 0; index < unit; index += 1) if (index !== low && part[begin + index] !== 0) return false;
  return true;
}

/** Whole lines from the beginning; none of a text that is too short for a share of it. */
function firstLines(sample, encoding, lines) {
  const all = sample.split(/\r\n|\n|\r/);
  // Of lines that nobody counted, at least those of the sample are there.
  const most = Math.min(SHOWN.lines, Math.floor((lines ?? all.length) * SHOWN.share));
  let shown = "";
  for (const line of all.slice(0, Math.min(most, all.length - 1))) {
    const longer = `${shown}${line}\n`;
    if (longer.length > SHOWN.characters || bytesOf(longer, encoding) > size * SHOWN.share) break;
    shown = longer;
  }
  return shown;
}

/** At least as many as the text has in its file. */
function bytesOf(text, encoding) {
  if (encoding === "utf-8") return Buffer.byteLength(text);
  const [unit] = UNITS[encoding] ?? [1];
  return unit === 1 ? [...text].reduce((sum, sign) => sum + (sign > "\x7f" ? WIDE : 1), 0) : text.length * unit;
}

/** Bytes of most characters beyond ASCII where they have several. Where they have one, less is shown. */
const WIDE = 2;

try {
  const start = readRange(0, Math.min(SAMPLE, size));
  const encoding = detectEncoding(start, size > start.length);
  const sample = decodeText(start, encoding);
  const lines = size <= MAX_COUNTED ? countLines(encoding) : null;
  const separators = TABLES[mediaType.replace(/;.*/, "")];
  const facts = {
    kind: "text",
    trouble: lines === null ? "too-large" : null,
    lines,
    encoding,
    columns: separators ? countColumns(sample, separators, start.length === size) : null,
  };
  const text = showing.text ? firstLines(sample, encoding, lines) : "";
  answer({ facts, excerpt: text.trim() === "" ? {} : { text } });
} catch (error) {
  giveUp(error);
}
