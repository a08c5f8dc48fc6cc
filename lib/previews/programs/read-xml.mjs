// XML of strangers. Only what its own text says: no document type is read, so that no entity is defined by it and nothing outside
// of it can be named; elements nest, and attributes are, as many as books have.

import { SaxesParser } from "saxes";

const MAX_DEPTH = 60;
const MAX_ATTRIBUTES = 200;
/** Characters of one text or comment: saxes may need a hundred bytes for each while it collects them. */
const MAX_TEXT = 400_000;
const PIECE = 64 * 1024;
/** Those that books use beside the five of XML, since they come from HTML. */
const ENTITIES = {
  nbsp: " ",
  shy: "",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  laquo: "«",
  raquo: "»",
  copy: "©",
};
const STOP = Symbol("read no further");

/**
 * @param {Iterable<string>} pieces of the text
 * @param {{ open?(name: string, attributes: Record<string, string>, depth: number): void, close?(name: string, depth: number): void,
 *   text?(text: string): void }} on names without their prefix, of elements and attributes; the root has depth 1. What one of them
 *   returns as `true` ends the reading
 * @returns {boolean} false if it is too deep, or has more in one place than a book has
 */
export function readXml(pieces, on) {
  const parser = new SaxesParser({ fragment: false });
  Object.assign(parser.ENTITIES, ENTITIES);
  let depth = 0;
  let attributes = 0;
  let since = 0;
  const call = (name, ...values) => {
    since = 0;
    if (on[name]?.(...values) === true) throw STOP;
  };
  // Books are full of small mistakes: what can be read is read.
  parser.on("error", () => {});
  parser.on("attribute", () => {
    attributes += 1;
    if (attributes > MAX_ATTRIBUTES) throw new Error("too-large");
  });
  parser.on("opentag", ({ name, attributes: all }) => {
    depth += 1;
    attributes = 0;
    if (depth > MAX_DEPTH) throw new Error("too-large");
    call(
      "open",
      local(name),
      Object.fromEntries(Object.entries(all).map(([key, value]) => [local(key), value])),
      depth,
    );
  });
  parser.on("closetag", ({ name }) => {
    call("close", local(name), depth);
    depth -= 1;
  });
  parser.on("text", (text) => call("text", text));
  parser.on("cdata", (text) => call("text", text));
  try {
    for (const piece of inPieces(pieces)) {
      since += piece.length;
      if (since > MAX_TEXT) return false;
      parser.write(piece);
    }
    parser.close();
  } catch (error) {
    return error === STOP;
  }
  return true;
}

/** Up to a size at which nothing that it collects until it reports grows large. */
function* inPieces(texts) {
  for (const text of texts) for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}

const local = (name) => name.slice(name.indexOf(":") + 1).toLowerCase();

/** Text of bytes in the encoding that they name, or UTF-8. @param {Buffer} bytes */
export function decodeXml(bytes) {
  return decoderOf(bytes).decode(bytes);
}

/** @param {Buffer} head the first bytes @returns {TextDecoder} */
export function decoderOf(head) {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder("utf-16le");
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder("utf-16be");
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})/.exec(
    head.subarray(0, 400).toString("latin1"),
  );
  try {
    return new TextDecoder(declared?.[1] ?? "utf-8");
  } catch {
    return new TextDecoder();
  }
}
