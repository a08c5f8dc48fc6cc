// The contents of a book: as pages for readers (EPUB 3), or as NCX (EPUB 2).

import { readXml } from "./read-xml.mjs";

/** Lines that are told (`EXCERPT_MAX` of `facts/schema.ts`); all are counted. */
const MAX_LINES = 200;
const MAX_TITLE = 400;
const MAX_LEVEL = 5;

/** Collects lines as they are read: `count` is of those at the highest level, null if not all of them were read. */
export function collectLines() {
  const chapters = [];
  let count = 0;
  return {
    add(text, depth) {
      const title = text.replace(/\s+/g, " ").trim();
      if (!title) return;
      if (depth === 0) count += 1;
      if (chapters.length < MAX_LINES) chapters.push({ title, depth: Math.min(depth, MAX_LEVEL) });
    },
    result: (isWhole) => ({ chapters, count: isWhole && count > 0 ? count : null, isWhole }),
  };
}

/**
 * `<nav epub:type="toc"><ol><li><a>Title</a><ol>…`
 *
 * @param {Iterable<string>} pieces
 */
export function readNav(pieces) {
  const lines = collectLines();
  let inside = 0;
  let level = -1;
  let line = null;
  const isWhole = readXml(pieces, {
    open(name, { type = "", role = "" }, depth) {
      if (name === "nav" && (/(?:^|\s)toc(?:\s|$)/.test(type) || role === "doc-toc")) inside = depth;
      if (!inside) return;
      if (name === "ol") level += 1;
      if ((name === "a" || name === "span") && line === null) line = { depth, text: "" };
    },
    text(text) {
      if (line) line.text = (line.text + text).slice(0, MAX_TITLE);
    },
    close(name, depth) {
      if (!inside) return;
      if (line?.depth === depth) {
        lines.add(line.text, Math.max(0, level));
        line = null;
      }
      if (name === "ol") level -= 1;
      return depth === inside;
    },
  });
  return lines.result(isWhole);
}

/**
 * `<navMap><navPoint><navLabel><text>Title</text></navLabel><navPoint>…`
 *
 * @param {Iterable<string>} pieces
 */
export function readNcx(pieces) {
  const lines = collectLines();
  let level = -1;
  let line = null;
  const isWhole = readXml(pieces, {
    open(name) {
      if (name === "navpoint") level += 1;
      if (name === "text" && level >= 0) line = "";
    },
    text(text) {
      if (line !== null) line = (line + text).slice(0, MAX_TITLE);
    },
    close(name) {
      if (name === "text" && line !== null) {
        lines.add(line, level);
        line = null;
      }
      if (name === "navpoint") level -= 1;
      return name === "navmap";
    },
  });
  return lines.result(isWhole);
}
