import "server-only";
import { escapeHtml } from "@/lib/embeds/schema";
import type { Catalog, CatalogItem } from "./schema";

/** Of the feed while it has no entry: a feed has to have a date. */
const NEVER = "1970-01-01T00:00:00.000Z";

/**
 * The catalogue as a feed: Atom (RFC 4287), its further pages by `next` (RFC 5005, section 3). Prices are in the summary, as words,
 * since Atom has no place for them; programs read `GET /catalog.json`.
 *
 * @param self the URL of this page of the feed
 */
export function atomFeed({ name, url, items, next }: Catalog, self: string): string {
  const updated = items.map(({ updatedAt }) => updatedAt).toSorted();
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${text(url)}</id>`,
    `<title>${text(name)}</title>`,
    `<updated>${updated.at(-1) ?? NEVER}</updated>`,
    `<generator>Filekiosk</generator>`,
    link("self", self, "application/atom+xml"),
    link("alternate", url, "text/html"),
    ...(next === null ? [] : [link("next", next.replace("/catalog.json?", "/catalog.atom?"), "application/atom+xml")]),
    ...items.map(entry),
    "</feed>",
    "",
  ].join("\n");
}

function entry(item: CatalogItem): string {
  const { url, title, description, seller, createdAt, updatedAt, infoUrl } = item;
  const said = description ? `\n\n${description}` : "";
  return [
    "<entry>",
    `<id>${text(url)}</id>`,
    `<title>${text(title)}</title>`,
    `<published>${createdAt}</published>`,
    `<updated>${updatedAt}</updated>`,
    `<author><name>${text(seller.name ?? seller.address)}</name></author>`,
    link("alternate", url, "text/html"),
    link("alternate", infoUrl, "application/json"),
    `<summary>${text(`${item.free ? "Free" : `$${item.price}`} · ${item.mediaType} · ${item.size} bytes${said}`)}</summary>`,
    "</entry>",
  ].join("\n");
}

function link(rel: string, href: string, type: string): string {
  return `<link rel="${rel}" type="${type}" href="${text(href)}"/>`;
}

/** XML 1.0, section 2.2: other characters may not even be written as references. Sellers' words are cleaned of them, names of media types are not. */
const notInXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function text(words: string): string {
  return escapeHtml(words.replace(notInXml, ""));
}
