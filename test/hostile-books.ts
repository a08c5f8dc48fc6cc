import { deflateRawSync } from "node:zlib";
import { container, epubFiles } from "./make-epub";
import { type Packed, packMany, packZip } from "./pack-zip";
import { pngHead } from "./png-head";

/** Books that are meant to cost a reader its time, its memory or its answer, or to lead it elsewhere. */

const MB = 1024 * 1024;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

const laughs = `<!DOCTYPE package [<!ENTITY a "lol">${range(30)
  .map((index) => `<!ENTITY a${index} "${`&a${index - 1 < 0 ? "" : index - 1};`.repeat(10)}">`)
  .join(
    "",
  )}<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY net SYSTEM "http://127.0.0.1:9/"><!ENTITY % p SYSTEM "file:///etc/hostname">%p;]>`;

const opf = (title: string, head = "", rest = "") =>
  `<?xml version="1.0"?>${head}<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title></metadata><manifest>${rest}</manifest></package>`;

const items = (...hrefs: string[]) =>
  hrefs
    .map((href, index) => `<item id="i${index}" href="${href}" properties="nav cover-image" media-type="image/png"/>`)
    .join("");

const book = (...changes: Parameters<typeof epubFiles>) => packZip(epubFiles(...changes));
const nav = (inside: string) =>
  `<html xmlns:epub="http://www.idpf.org/2007/ops"><nav epub:type="toc"><ol>${inside}</ol></nav></html>`;
const encrypted = (algorithm: string): Packed => ({
  name: "META-INF/encryption.xml",
  content: `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><enc:EncryptedData xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptionMethod Algorithm="${algorithm}"/></enc:EncryptedData></encryption>`,
});
const LIES = [0, 1, 0x7fffffff];

/** An entry of nothing but beginnings of one element, which compress well. */
const longEntry = (name: string, bytes: number): Packed => {
  const content = Buffer.alloc(bytes, "<p/>");
  return { name, raw: deflateRawSync(content), deflate: true, says: content.length };
};

/** What each is for, and how it is made. */
export const hostileBooks: Record<string, () => Buffer> = {
  "names that lead out of it": () =>
    packZip([
      ...["../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "..\\..\\x", "a\0b", "\u202ecod.exe"].map((name) => ({
        name,
      })),
      ...epubFiles({
        opf: opf(
          "Out",
          "",
          items("../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "a%00b", "%2e%2e/%2e%2e/x"),
        ),
      }),
    ]),
  "a package elsewhere": () =>
    packZip(
      ["../../etc/passwd", "/etc/passwd", "http://127.0.0.1/"].map((path) => ({
        name: "META-INF/container.xml",
        content: container(path),
      })),
    ),
  "a package that is its container": () => book({ root: "META-INF/container.xml" }),
  "contents that are their package": () => book({ opf: opf("Self", "", items("content.opf")) }),
  "entities that multiply, and entities from elsewhere": () => book({ opf: opf("&a29; &file; &net;", laughs) }),
  "entities in its contents": () => book({ contents: laughs + nav("<li><a>&a29;</a></li>") }),
  "contents of 100 MB": () =>
    packZip([...epubFiles().filter(({ name }) => name !== "OEBPS/nav.xhtml"), longEntry("OEBPS/nav.xhtml", 100 * MB)]),
  "contents of 100 MB that say they are 10 bytes": () =>
    packZip([
      ...epubFiles().filter(({ name }) => name !== "OEBPS/nav.xhtml"),
      { ...longEntry("OEBPS/nav.xhtml", 100 * MB), says: 10 },
    ]),
  "230,000 chapters": () => book({ contents: nav("<li><a>A</a></li>".repeat(230_000)) }),
  "a chapter below 900,000 chapters": () => book({ contents: nav("<ol>".repeat(900_000)) }),
  "a tag with 400,000 attributes": () =>
    book({
      opf: `<a ${range(400_000)
        .map((index) => `b${index}=""`)
        .join(" ")}>`,
    }),
  "a title of 4 MB": () => book({ opf: opf("T".repeat(4 * MB - 400)) }),
  "a chapter of 4 MB": () => book({ contents: nav(`<li><a>${"c".repeat(4 * MB - 400)}</a></li>`) }),
  "a comment that never ends": () => book({ opf: `<!--${"-x".repeat(2 * MB - 100)}` }),
  "half a comment, half an instruction, half an instruction for documents": () =>
    book({ opf: `<!--${"-x".repeat(99_000)}--><?a ${"?b".repeat(99_000)}?><!DOCTYPE a [${"]x".repeat(2 * MB)}` }),
  "text of nothing but entities": () => book({ opf: opf("&amp;".repeat(800_000)) }),
  "a name of 4 MB": () => book({ opf: `<${"n".repeat(4 * MB - 400)}>` }),
  "an attribute of 4 MB": () => book({ opf: `<a b="${"&lt;".repeat(MB - 100)}">` }),
  "40,000 files in its package": () =>
    book({ opf: opf("Many", "", items(...range(38_000).map((index) => `f${index}`))) }),
  "a cover of 65,000 points a side": () => book({ cover: pngHead(65_000, 65_000) }),
  "a cover that is a drawing program": () =>
    book({ cover: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>`) }),
  "a cover that is no picture": () => book({ cover: Buffer.alloc(3 * MB, "cover") }),
  "a million entries": () => packMany(1_000_000),
  "100,000 entries after the book": () =>
    packZip([...epubFiles(), ...range(100_000).map((index) => ({ name: `${index}` }))]),
  "the same names twice": () => packZip([...epubFiles(), ...epubFiles({ title: "Another" })]),
  "sizes that are lies": () => packZip(epubFiles().map((file, index) => ({ ...file, says: LIES[index % 3] ?? 0 }))),
  "a mimetype that is wrong": () =>
    packZip(epubFiles().map((file) => (file.name === "mimetype" ? { ...file, content: "text/html" } : file))),
  "entries with a password": () =>
    packZip(
      epubFiles().map((file) => {
        const { length } = file.content ?? "";
        return { ...file, flags: 1, deflate: false, raw: Buffer.alloc(length + 12) };
      }),
    ),
  "a key from another shop": () => book({ more: [encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc")] }),
  "fonts that are hidden": () => book({ more: [encrypted("http://www.idpf.org/2008/embedding")] }),
  "no more than the beginning of an archive": () => book().subarray(0, 300),
  "no archive": () => Buffer.alloc(MB, "PK\x03\x04"),
};

const comic = (count: number, picture: Buffer) =>
  packZip(range(count).map((index) => ({ name: `pages/${index + 1}.png`, content: picture })));

export const hostileComics: Record<string, () => Buffer> = {
  "pages of 65,000 points a side": () => comic(9, pngHead(65_000, 65_000)),
  "an archive without pictures": () => packZip([{ name: "a.txt", content: "x" }]),
  "a million pages": () => packMany(1_000_000),
  "a description of 100 MB": () =>
    packZip([{ name: "1.png", content: pngHead(9, 9) }, longEntry("ComicInfo.xml", 100 * MB)]),
};

const fb2 = (body: string, head = "") =>
  Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?>${head}<FictionBook xmlns:l="http://www.w3.org/1999/xlink"><description><title-info><book-title>A</book-title><coverpage><image l:href="#c"/></coverpage></title-info></description><body>${body}`,
  );

export const hostileFb2: Record<string, () => Buffer> = {
  "entities that multiply": () =>
    fb2("<section><title>&a29;&file;</title></section>", laughs.replace("package", "FictionBook")),
  "40 MB of text": () => fb2(`<section><p>${"t".repeat(40 * MB)}</p></section>`),
  "40 MB of short words": () => fb2("<section><p>t</p></section>".repeat(1_500_000)),
  "a section in a section, 900,000 times": () => fb2("<section>".repeat(900_000)),
  "a cover of 30 MB": () => fb2(`</body><binary id="c">${"A".repeat(30 * MB)}</binary></FictionBook>`),
  "100,000 pictures before the cover": () =>
    fb2(`</body>${"<binary id='b'>".repeat(100_000)}<binary id="c">AAAA</binary></FictionBook>`),
  "an encoding that does not exist": () =>
    Buffer.from(`<?xml version="1.0" encoding="x-klingon"?><FictionBook><body><section/></body></FictionBook>`),
  "an encoding of two bytes that is none": () => Buffer.from(`\xff\xfe<FictionBook><body>`, "latin1"),
};
