// What a FictionBook 2 tells of itself: one XML file, with its pictures at the end.

import { readAll } from "./ranges.mjs";
import { collectLines } from "./read-contents.mjs";
import { decoderOf, readXml } from "./read-xml.mjs";

const MB = 1024 * 1024;
/** Bytes that are read. */
const MAX_BOOK = 32 * MB;
const PIECE = 128 * 1024;
/** Bytes of a cover in Base64. */
const MAX_COVER = 24 * MB;

/**
 * @param {number} size bytes
 * @returns {{ facts: object, chapters: { title: string, depth: number }[], cover: Buffer | null }}
 */
export function readFb2(size) {
  const bytes = readAll(Math.min(size, MAX_BOOK));
  const pictures = bytes.indexOf("<binary");
  const book = readText(piecesOf(pictures < 0 ? bytes : bytes.subarray(0, pictures)));
  const isWhole = book.isWhole && (pictures >= 0 || size <= MAX_BOOK);
  const { chapters, count } = book.lines.result(isWhole);
  const author = book.authors.slice(0, 3).map((name) => name.replace(/\s+/g, " ").trim());
  return {
    facts: {
      trouble: book.bodies === 0 ? "damaged" : isWhole ? null : "too-large",
      title: book.title.trim() || null,
      author: author.filter(Boolean).join(", ") || null,
      language: book.language.trim() || null,
      chapters: count,
    },
    chapters,
    cover: pictures < 0 || book.coverId === null ? null : findPicture(bytes, pictures, book.coverId),
  };
}

function readText(pieces) {
  const book = { title: "", authors: [], language: "", coverId: null, bodies: 0, lines: collectLines() };
  const path = [];
  let sections = -1;
  let line = null;
  const isIn = (...names) => names.every((name, index) => path[path.length - names.length + index] === name);
  const isWhole = readXml(pieces, {
    open(name, attributes) {
      path.push(name);
      if (name === "body") book.bodies += 1;
      if (name === "section") sections += 1;
      if (name === "title" && sections >= 0) line = "";
      if (isIn("title-info", "author") && book.authors.length < 4) book.authors.push("");
      if (isIn("coverpage", "image")) book.coverId ??= attributes.href?.replace(/^#/, "") ?? null;
    },
    text(text) {
      if (isIn("title-info", "book-title")) book.title = (book.title + text).slice(0, 2_000);
      if (isIn("title-info", "lang")) book.language = (book.language + text).slice(0, 100);
      const isName = path.at(-3) === "title-info" && path.at(-2) === "author" && path.at(-1).endsWith("name");
      if (isName) book.authors.push(`${book.authors.pop()}${text} `.slice(0, 400));
      if (line !== null) line = `${line}${text} `.slice(0, 400);
    },
    close(name) {
      path.pop();
      // Notes are a body of their own.
      if (name === "title" && line !== null) {
        if (book.bodies === 1) book.lines.add(line, sections);
        line = null;
      }
      if (name === "section") sections -= 1;
    },
  });
  return { ...book, isWhole };
}

/** Found without parsing: of such a picture there are megabytes. */
function findPicture(bytes, from, id) {
  for (let at = from; at >= 0; at = bytes.indexOf("<binary", at + 1)) {
    const head = /^<binary[^>]*>/.exec(bytes.subarray(at, at + 500).toString("latin1"))?.[0];
    if (!head || /\bid\s*=\s*["']([^"']*)/.exec(head)?.[1] !== id) continue;
    const end = bytes.indexOf("<", at + head.length);
    if (end < 0 || end - at > MAX_COVER) return null;
    return Buffer.from(bytes.subarray(at + head.length, end).toString("latin1"), "base64");
  }
  return null;
}

function* piecesOf(bytes) {
  const decoder = decoderOf(bytes);
  for (let at = 0; at < bytes.length; at += PIECE)
    yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: true });
}
