import { describe, expect, it } from "vitest";
import { attachmentType } from "@/lib/http/attachment";
import { chooseRange } from "@/lib/http/byte-range";
import { matchLocale } from "@/lib/i18n/match-locale";
import { normaliseFileName } from "@/lib/products/files/file-name";
import { readPartChecksum } from "@/lib/uploads/protocol/checksum-header";
import { readUploadName } from "@/lib/uploads/protocol/upload-headers";
import { chooseDoor } from "@/server/choose-door";
import { growthOf } from "./growth";

/** Untrusted text is parsed in linear time, whatever its content. */

const base64 = (text: string) => Buffer.from(text).toString("base64");

const readers: [name: string, read: (text: string) => unknown][] = [
  ["a file name", (text) => normaliseFileName(text)],
  ["Upload-Metadata", (text) => readUploadName(new Headers({ "Upload-Metadata": `filename ${base64(text)}` }))],
  ["Upload-Metadata as it stands", (text) => readUploadName(new Headers({ "Upload-Metadata": text }))],
  ["Upload-Checksum", (text) => readPartChecksum(new Headers({ "Upload-Checksum": text }))],
  ["Range", (text) => chooseRange({ range: `bytes=${text}` }, 1_000, '"e"')],
  ["Range as it stands", (text) => chooseRange({ range: text }, 1_000, '"e"')],
  ["Accept", (text) => chooseDoor({ method: "GET", url: `/f/${"a".repeat(22)}`, headers: { accept: text } })],
  ["User-Agent", (text) => chooseDoor({ method: "GET", url: `/f/${"a".repeat(22)}`, headers: { "user-agent": text } })],
  ["a shared link", (text) => chooseDoor({ method: "GET", url: `/f/${text}`, headers: {} })],
  ["a query", (text) => chooseDoor({ method: "GET", url: `/api/files/${"a".repeat(22)}?${text}`, headers: {} })],
  ["Accept-Language", (text) => matchLocale(undefined, text)],
  ["a media type", (text) => attachmentType(text, text)],
];

/** Each is put before a letter, with and without one in front, so that no rule for the ends matches. */
const pieces = [
  ".",
  " ",
  ". ",
  "0",
  "=",
  "-",
  ";",
  ",",
  "a=1&",
  "(",
  ")",
  "%",
  "/",
  "\\",
  ":",
  "[",
  "::1,",
  "en;q=0.1,",
  "text/html;q=0",
  "text/html ; ",
  "application/xml-",
  "<!--",
  "bytes=",
  "a/a;a=a",
  "URI: ",
  "\u0301",
  "\u200D",
  "👨‍👩‍👧‍👦",
  "\u{1F3F4}\u{E0061}",
];

describe.each(readers)("%s", (_, read) => {
  it.each(pieces)("of %j over and over costs no more than its length", (piece) => {
    for (const head of ["", "a"]) {
      const make = (size: number) => `${head}${piece.repeat(Math.ceil(size / piece.length))}x`;
      expect(growthOf(make, (text) => attempt(read, text))).toBeLessThan(1.5);
    }
  });
});

/** A refusal is an answer as well. */
function attempt(read: (text: string) => unknown, text: string): void {
  try {
    read(text);
  } catch {}
}
