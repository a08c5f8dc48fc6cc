// What an EPUB tells of itself (EPUB 3.3, and OPF 2.0.1 with NCX, by which older books are made).

import { posix } from "node:path";
import { readNav, readNcx } from "./read-contents.mjs";
import { decodeXml, readXml } from "./read-xml.mjs";

const MB = 1024 * 1024;
/** Bytes of a document about the book, unpacked. */
const MAX_DOCUMENT = 4 * MB;
const MAX_COVER = 24 * MB;
/** Files that its package lists. */
const MAX_ITEMS = 20_000;
/** These only make fonts useless outside of the book: it can be read by anybody. */
const FONTS_ONLY = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/**
 * @param {{ read(name: string, most: number): Promise<Buffer | null> }} zip
 * @returns {Promise<{ facts: object, chapters?: { title: string, depth: number }[], cover?: Buffer | null }>} an encrypted book
 *   tells its title, its author and its language
 */
export async function readEpub(zip) {
  let trouble = null;
  const document = async (name) => {
    try {
      const bytes = name && (await zip.read(name, MAX_DOCUMENT));
      return bytes ? [decodeXml(bytes)] : null;
    } catch (error) {
      trouble ??= error.message;
      return null;
    }
  };
  const path = packagePath(await document("META-INF/container.xml"));
  const opf = await document(path);
  if (!opf) return { facts: { trouble: trouble ?? "damaged" } };
  const book = readPackage(opf);
  const facts = { title: book.titles[0] ?? null, author: authorOf(book.creators), language: book.languages[0] ?? null };
  if (isLocked(await document("META-INF/encryption.xml"))) return { facts: { ...facts, trouble: "encrypted" } };

  const fileOf = (item) => item && within(path, item.href);
  const nav = book.items.find(({ properties = "" }) => properties.split(/\s+/).includes("nav"));
  const ncx =
    book.items.find(({ id }) => id === book.toc) ?? book.items.find(({ mediaType }) => /dtbncx/.test(mediaType));
  const told = readNav((await document(fileOf(nav))) ?? []);
  const isTold = told.chapters.length > 0 || !told.isWhole;
  const contents = isTold ? told : readNcx((await document(fileOf(ncx))) ?? []);
  const picture = fileOf(coverOf(book));
  return {
    facts: {
      ...facts,
      trouble: trouble ?? (book.isWhole && contents.isWhole ? null : "too-large"),
      chapters: contents.count,
    },
    chapters: contents.chapters,
    cover: picture ? await zip.read(picture, MAX_COVER).catch(() => null) : null,
  };
}

function packagePath(container) {
  let path = null;
  readXml(container ?? [], {
    open(name, attributes) {
      if (name === "rootfile") path = attributes["full-path"] ?? null;
      return path !== null;
    },
  });
  return path;
}

/** Something in it needs a key: a book that was bought elsewhere. */
function isLocked(encryption) {
  let locked = false;
  readXml(encryption ?? [], {
    open(name, { algorithm }, depth) {
      // Below a key there is how the key itself is encrypted.
      if (name === "encryptionmethod" && depth <= 3 && !FONTS_ONLY.includes(algorithm)) locked = true;
      return locked;
    },
  });
  return locked;
}

function readPackage(opf) {
  const book = { titles: [], creators: [], languages: [], items: [], toc: null, cover: null };
  let into = null;
  const isWhole = readXml(opf, {
    open(name, attributes) {
      if (name === "title") into = book.titles;
      if (name === "language") into = book.languages;
      if (name === "creator") {
        into = [];
        book.creators.push({ role: attributes.role, text: into });
      }
      if (into && ["title", "language", "creator"].includes(name)) into.push("");
      if (name === "meta" && attributes.name === "cover") book.cover = attributes.content;
      if (name === "spine") book.toc = attributes.toc ?? null;
      if (name === "item") {
        const { id, href = "", properties } = attributes;
        book.items.push({ id, href, properties, mediaType: attributes["media-type"] ?? "" });
      }
      return book.items.length > MAX_ITEMS;
    },
    text(text) {
      if (into) into[into.length - 1] = (into.at(-1) + text).slice(0, 2_000);
    },
    close(name) {
      if (["title", "language", "creator"].includes(name)) into = null;
    },
  });
  return { ...book, isWhole };
}

/** Those who wrote it, where others are named as well. */
function authorOf(creators) {
  const writers = creators.filter(({ role }) => role === "aut");
  const named = (writers.length > 0 ? writers : creators).slice(0, 3).map(({ text }) => text.join("").trim());
  return named.filter(Boolean).join(", ") || null;
}

/** Of EPUB 3, of EPUB 2, or one that is only called so. */
function coverOf({ items, cover }) {
  const pictures = items.filter(({ mediaType }) => mediaType.startsWith("image/"));
  return (
    pictures.find(({ properties = "" }) => properties.split(/\s+/).includes("cover-image")) ??
    pictures.find(({ id }) => id === cover) ??
    pictures.find(({ id = "", href }) => /cover/i.test(id) || /cover/i.test(href))
  );
}

/** The name of a file in the archive; null for what is outside of it. */
function within(base, href) {
  if (/^[a-z][a-z0-9+.-]*:|^\/|\\|\0/i.test(href)) return null;
  try {
    const path = posix.join(posix.dirname(base), decodeURIComponent(href.replace(/[#?].*$/s, "")));
    return path.startsWith("../") || path.startsWith("/") ? null : path;
  } catch {
    return null;
  }
}
