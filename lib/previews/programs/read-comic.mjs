// What a comic book is: a ZIP archive of pictures, with ComicInfo.xml where a program described it.

import { decodeXml, readXml } from "./read-xml.mjs";

const MB = 1024 * 1024;
const MAX_PICTURE = 24 * MB;
const PICTURE = /\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)$/i;
/** Copies that a Mac adds, which are no pictures. */
const NO_PAGE = /(?:^|\/)(?:__MACOSX\/|\._)/;

/**
 * @param {{ names: string[], trouble: string | null, read(name: string, most: number): Promise<Buffer | null> }} zip
 * @param {number | null} wanted the page that is shown, from 1; null for none
 */
export async function readComic(zip, wanted) {
  const order = new Intl.Collator("en", { numeric: true });
  const pages = zip.names.filter((name) => PICTURE.test(name) && !NO_PAGE.test(name)).sort(order.compare);
  const info = zip.names.find((name) => /(?:^|\/)ComicInfo\.xml$/i.test(name));
  const described = info ? await zip.read(info, MB).catch(() => null) : null;
  const facts = {
    ...describe(described ? [decodeXml(described)] : []),
    pages: zip.trouble ? null : pages.length || null,
  };
  const shown = wanted === null ? null : pages[Math.min(wanted, pages.length) - 1];
  return {
    facts: pages.length === 0 ? { ...facts, trouble: "damaged" } : facts,
    page: shown ? await zip.read(shown, MAX_PICTURE).catch(() => null) : null,
  };
}

function describe(pieces) {
  const said = { title: "", series: "", number: "", writer: "", languageiso: "" };
  let name = null;
  readXml(pieces, {
    open(element, _attributes, depth) {
      name = depth === 2 && Object.hasOwn(said, element) ? element : null;
    },
    text(text) {
      if (name) said[name] = (said[name] + text).slice(0, 2_000);
    },
    close() {
      name = null;
    },
  });
  const series = [said.series.trim(), said.number.trim()].filter(Boolean).join(" ");
  return {
    title: said.title.trim() || series || null,
    author: said.writer.trim() || null,
    language: said.languageiso || null,
  };
}
