import chardet from "chardet";
import { decodeStrictly, decodeText, type Encoding } from "./encodings";
import { plausibility } from "./plausibility";
import { wideEncoding } from "./wide-encoding";

/** Bytes, from shortly before the first one beyond ASCII, by which the encoding is chosen. */
const SAMPLE = 2 * 1024;
const BEFORE = 64;
/** Of 100: from here on `chardet` is right about encodings of several bytes. */
const CERTAIN = 90;
/** What `chardet` says of languages that share their letters decides only between texts that are equally plausible. */
const NGRAM_WEIGHT = 300;
/** One broken character for this many good ones: a damaged text in UTF-8, not another encoding. */
const DAMAGED = 10;
const DAMAGED_SAMPLE = 64 * 1024;

/** Candidates with one byte for each character, the usual ones first: among equals the first one counts. */
const narrow: Encoding[] = [
  "windows-1252",
  "windows-1251",
  "windows-1250",
  "windows-1254",
  "windows-1253",
  "windows-1256",
  "windows-1255",
  "windows-1257",
  "windows-874",
  "koi8-u",
  "ibm850",
  "ibm437",
  "ibm866",
  "iso-8859-2",
  "iso-8859-5",
  "macintosh",
  "x-mac-cyrillic",
];
const wide: Encoding[] = ["gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"];

/** What a language of Europe writes in: n-grams tell these apart, whose letters are all plausible. */
const byNgrams: Record<string, Encoding[]> = {
  "ISO-8859-1": ["windows-1252"],
  "windows-1252": ["windows-1252"],
  "ISO-8859-2": ["windows-1250", "iso-8859-2"],
  "windows-1250": ["windows-1250"],
  "ISO-8859-9": ["windows-1254"],
  "windows-1254": ["windows-1254"],
};

/**
 * The encoding that a text is most likely in. Always one in which it can be shown: whether it is right is for its reader
 * to say.
 *
 * @param bytes the beginning of the text
 * @param cut whether they may end inside a character, because the file continues
 */
export function detectEncoding(bytes: Uint8Array, cut: boolean): Encoding {
  const found = wideEncoding(bytes, true);
  if (found) return found;
  if (isIso2022(bytes)) return "iso-2022-jp";
  if (decodeStrictly(bytes, "utf-8", cut) !== null || isDamagedUtf8(bytes)) return "utf-8";
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const sample = bytes.subarray(Math.max(0, first - BEFORE), first + SAMPLE);
  const isCut = cut || sample.length < bytes.length;
  const guesses = chardet.analyse(sample);
  const certain = guesses.find(({ name, confidence }) => confidence >= CERTAIN && wide.includes(lower(name)));
  if (certain && decodeStrictly(sample, lower(certain.name), isCut) !== null) return lower(certain.name);
  return best(sample, isCut, guesses);
}

const lower = (name: string) => name.toLowerCase() as Encoding;

function best(sample: Uint8Array, cut: boolean, guesses: ReturnType<typeof chardet.analyse>): Encoding {
  let chosen: Encoding = "windows-1252";
  let most = Number.NEGATIVE_INFINITY;
  const beyond = sample.filter((byte) => byte >= 0x80).length;
  for (const encoding of [...narrow, ...wide]) {
    const text = decodeStrictly(sample, encoding, cut);
    if (text === null) continue;
    const confidences = guesses.map(({ name, confidence }) => (byNgrams[name]?.includes(encoding) ? confidence : 0));
    const confidence = Math.max(0, ...confidences);
    const points = plausibility(text, encoding) / beyond + confidence / NGRAM_WEIGHT;
    if (points > most + 1e-6) {
      most = points;
      chosen = encoding;
    }
  }
  return chosen;
}

/** Its escape sequences (RFC 1468) are ASCII, and mean nothing in other texts. */
function isIso2022(bytes: Uint8Array): boolean {
  const start = new TextDecoder("windows-1252").decode(bytes.subarray(0, SAMPLE * 8));
  if (!["\u001b$B", "\u001b$@"].some((sequence) => start.includes(sequence))) return false;
  const text = decodeText(bytes, "iso-2022-jp", true);
  return (text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0) > (text.match(/\ufffd/g)?.length ?? 0) * DAMAGED;
}

function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes.subarray(0, DAMAGED_SAMPLE), { stream: true });
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const good = text.match(/[\u0080-\ufffc\u{10000}-\u{10ffff}]/gu)?.length ?? 0;
  return good > broken * DAMAGED;
}
