// The encoding of a text, for programs: they are plain JavaScript, and cannot use `lib/text-encoding`, by which buyers read texts.

import chardet from "chardet";

/** Bytes that are looked at, and of those beyond ASCII, so many: detecting takes about 2 ms per kilobyte. */
const SAMPLE = 64 * 1024;
const DETECTED = 4 * 1024;
/** Of 100. */
const MIN_CONFIDENCE = 30;
/** Controls, and characters that nobody uses: signs that a text was decoded wrongly. */
const unusual = /(?!\s)\p{Cc}|\p{Co}|\p{Cn}|\ufffd/u;
/** Scripts whose texts are written in UTF-16 without many characters of ASCII. */
const scripts = [
  /[\p{Script=Cyrillic}\p{Script=Greek}]/gu,
  /[\p{Script=Arabic}\p{Script=Hebrew}]/gu,
  /[\p{Script=Thai}\p{Script=Devanagari}]/gu,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu,
];

/**
 * @param {Buffer} bytes the beginning of a text @param {boolean} cut whether it may end inside a character
 * @returns {string} as `TextDecoder` names it, or `utf-32le` and `utf-32be`
 */
export function detectEncoding(bytes, cut) {
  const sample = bytes.subarray(0, SAMPLE);
  const isCut = cut || sample.length < bytes.length;
  const wide = byMark(sample) ?? byZeros(sample) ?? byScript(sample);
  if (wide) return wide;
  if (decode(sample, "utf-8", isCut) !== null) return "utf-8";
  const first = sample.findIndex((byte) => byte >= 0x80);
  const guesses = chardet.analyse(sample.subarray(Math.max(0, first - 64), first + DETECTED));
  const found = guesses.find(({ name, confidence }) => {
    const text = confidence >= MIN_CONFIDENCE ? decode(sample, name, isCut) : null;
    return text !== null && !unusual.test(text);
  });
  return found ? new TextDecoder(found.name).encoding : "windows-1252";
}

/** Bytes as text without their mark; what does not exist becomes U+FFFD. @param {Buffer} bytes @param {string} encoding */
export function decodeText(bytes, encoding, cut = true) {
  if (!encoding.startsWith("utf-32")) return new TextDecoder(encoding).decode(bytes, { stream: cut });
  const read = (at) => (encoding === "utf-32le" ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  let text = "";
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = read(at);
    if (at > 0 || code !== 0xfeff) text += code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  }
  return text;
}

function decode(bytes, encoding, cut) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return null;
  }
}

function byMark(sample) {
  const mark = sample.toString("hex", 0, 4);
  if (mark === "fffe0000") return "utf-32le";
  if (mark === "0000feff") return "utf-32be";
  if (mark.startsWith("fffe")) return "utf-16le";
  if (mark.startsWith("feff")) return "utf-16be";
  return mark.startsWith("efbbbf") ? "utf-8" : null;
}

/** In UTF-16 most texts have a zero in every second byte, always on the same side. */
function byZeros(sample) {
  const zeros = [0, 0];
  for (let at = 0; at < sample.length; at += 1) if (sample[at] === 0) zeros[at % 2] += 1;
  const [most, least] = [Math.max(...zeros), Math.min(...zeros)];
  if (sample.length < 16 || least > 0 || most < sample.length / 4) return null;
  return zeros[1] > 0 ? "utf-16le" : "utf-16be";
}

/** Other texts in UTF-16 are of one script, with spaces or full stops in it. */
function byScript(sample) {
  const plain = decode(sample, "utf-8", true);
  if (sample.length < 16 || (plain !== null && !/(?!\s)\p{Cc}/u.test(plain))) return null;
  const start = sample.subarray(0, 8 * 1024);
  const shares = ["utf-16le", "utf-16be"].map((encoding) => {
    const text = decode(start, encoding, true);
    if (text === null || unusual.test(text) || !/[\s.,\u3001\u3002\uff0c]/u.test(text)) return 0;
    return Math.max(...scripts.map((script) => (text.match(script)?.length ?? 0) / text.length));
  });
  if (Math.max(...shares) < 0.6) return null;
  return shares[0] >= shares[1] ? "utf-16le" : "utf-16be";
}
