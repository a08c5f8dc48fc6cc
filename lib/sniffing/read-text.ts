import "server-only";
import chardet from "chardet";
import { decodeText } from "@/lib/text-encoding/encodings";
import { wideEncoding } from "@/lib/text-encoding/wide-encoding";

/** Bytes, from the first one beyond ASCII, in which an encoding is looked for: it takes about 2 ms per kilobyte. */
const DETECTED = 4 * 1024;
/** Bytes from which a text in an older encoding is accepted whatever its name: fewer could be anything. */
const MIN_UNNAMED = 32;
/** Of 100. Samples of sound and pictures that happen to have no control bytes stay below. */
const MIN_CONFIDENCE = 30;

/**
 * The beginning of a file as text, or null if it is not clean text: UTF-16, UTF-32, UTF-8, or an older encoding, and no
 * control characters except those of texts.
 *
 * @param cut whether the sample may end inside a character, because the file continues
 * @param claimsText if the name suggests text, an encoding that cannot be detected is accepted too, and UTF-16 by its script
 */
export function readText(sample: Buffer, cut: boolean, claimsText: boolean): string | null {
  const wide = wideEncoding(sample, claimsText);
  if (wide !== null) return decodeText(sample, wide, true);
  const bytes = cut ? sample : withoutDosEnd(sample);
  if (bytes.some(isControl)) return null;
  return decode("utf-8", bytes, cut) ?? readOldText(bytes, cut, claimsText);
}

/** Tab, line feed, form feed, carriage return, their neighbours, and the escape of ISO 2022 are part of texts. */
const isControl = (byte: number) => byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b;

/** DOS ends a text with Control-Z. */
const withoutDosEnd = (bytes: Buffer) => (bytes.at(-1) === 0x1a ? bytes.subarray(0, -1) : bytes);

function readOldText(bytes: Buffer, cut: boolean, claimsText: boolean): string | null {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const found = bytes.length < MIN_UNNAMED ? [] : chardet.analyse(bytes.subarray(first, first + DETECTED));
  for (const { name, confidence } of found) {
    const text = confidence >= MIN_CONFIDENCE ? decode(name, bytes, cut) : null;
    if (text !== null && !unusual.test(text)) return text;
  }
  // Markup and the beginnings of formats are ASCII in all of these encodings.
  return claimsText ? bytes.toString("latin1") : null;
}

/** Controls, characters of private use, and those that do not exist: signs that a text was decoded wrongly, or is none. */
const unusual = /(?!\s)\p{Cc}|\p{Co}|\p{Cn}/u;

function decode(encoding: string, bytes: Buffer, cut: boolean): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return null;
  }
}
