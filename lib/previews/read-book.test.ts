import sharp from "sharp";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { convertedBook, hasMaker, zippedBy } from "@/test/document-makers";
import { type Book, epubFiles } from "@/test/make-epub";
import { packZip } from "@/test/pack-zip";
import { readContent, sourceOf } from "@/test/read-content";
import type { BookFacts } from "./facts/schema";
import type { Showing } from "./showing/schema";

// Programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 3 });

const [EPUB, COMIC, FB2] = [
  "application/epub+zip",
  "application/vnd.comicbook+zip",
  "application/x-fictionbook+xml",
] as const;

async function read(mediaType: string, bytes: Uint8Array, showing: Partial<Showing> = {}) {
  const { facts, excerpt, parts } = await readContent(mediaType, bytes, { showing });
  const [part] = parts;
  return { facts: facts as BookFacts, chapters: excerpt?.chapters, part, kinds: parts.map(({ kind }) => kind) };
}

const picture = (width: number, height: number, background = "#336699") =>
  sharp({ create: { width, height, channels: 3, background } });

const told = { kind: "book", trouble: null, title: "Two days", author: "Ana Ruiz", language: "es", chapters: 2 };
const chapters = [
  { title: "The first day", depth: 0 },
  { title: "Morning", depth: 1 },
  { title: "The second day", depth: 0 },
];

const fictionBook = (cover = "") => `<?xml version="1.0" encoding="utf-8"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink"><description><title-info>
<author><first-name>Лев</first-name><last-name>Толстой</last-name></author><book-title>Война и мир</book-title>
<coverpage><image l:href="#c.jpg"/></coverpage><lang>ru</lang></title-info>
<document-info><author><nickname>Somebody</nickname></author></document-info></description>
<body><title><p>Война и мир</p></title>
<section><title><p>Часть</p><p>первая</p></title><section><title><p>I</p></title><p>Text.</p></section></section>
<section><title><p>Часть вторая</p></title><p>Text.</p></section></body>
<body name="notes"><section><title><p>1</p></title><p>A note.</p></section></body>
<binary id="other.jpg" content-type="image/jpeg">AAAA</binary>${cover}</FictionBook>`;

let cover = Buffer.alloc(0);
beforeAll(async () => {
  cover = await picture(1_200, 1_800).jpeg().toBuffer();
});

describe.concurrent("an EPUB tells its title, author, language and contents, and shows its cover", () => {
  it.each([
    ["zip", 3],
    ["zip", 2],
    ["7zz", 3],
    ["7zz", 2],
    ["bsdtar", 3],
    ["bsdtar", 2],
  ] as const)("packed by %s, EPUB %d", async (program, version) => {
    if (!hasMaker(program)) return;
    const made = await read(EPUB, zippedBy(program, epubFiles({ version, cover })));
    expect(made.facts).toMatchObject(told);
    expect(made.chapters).toEqual(chapters);
    expect(made.kinds).toEqual(["book-cover"]);
    expect(made.part).toMatchObject({ mediaType: "image/webp", width: 533, height: 800 });
    expect(made.part?.bytes.length).toBeLessThanOrEqual(60_000);
  });

  it.skipIf(!hasMaker("ebook2epub"))("made by libepubgen, which writes no title", async () => {
    const made = await read(EPUB, convertedBook(Buffer.from(fictionBook())));
    expect(made.facts).toMatchObject({ trouble: null, author: "Лев Толстой", language: "ru" });
    expect(made.chapters?.length).toBeGreaterThan(0);
  });

  const book = (changes: Book, showing: Partial<Showing> = {}) => read(EPUB, packZip(epubFiles(changes)), showing);

  it("with its package at the top, and marks of HTML in its texts", async () => {
    const made = await book({ root: "package.opf", title: "Caf&#233; &amp; th&eacute;", cover });
    expect(made.facts.title).toMatch(/^Café & th/);
    expect(made.kinds).toEqual(["book-cover"]);
    expect(made.chapters).toEqual(chapters);
  });

  it("no cover or contents that its seller does not show, and a cover that is blurred", async () => {
    expect((await book({ cover }, { picture: "none" })).kinds).toEqual([]);
    expect((await book({ cover }, { contents: false })).chapters).toBeUndefined();
    const { kinds, part } = await book({ cover }, { picture: "blurred" });
    expect(kinds).toEqual(["blurred"]);
    expect(part).toMatchObject({ width: 21, height: 32 });
  });

  it("by reading the ends of a large one", async () => {
    const large = { name: "film.mp4", content: Buffer.alloc(40 * 1024 * 1024) };
    const source = sourceOf(packZip([large, ...epubFiles({ cover }), { ...large, name: "other.mp4" }]));
    const { facts } = await readContent(EPUB, source);
    expect(facts).toMatchObject(told);
    expect(source.asked.length).toBeLessThan(6);
  });
});

describe.concurrent("other books", () => {
  it("a FictionBook tells the same, also in an old encoding", async () => {
    const made = await read(
      FB2,
      Buffer.from(fictionBook(`<binary id="c.jpg" content-type="image/jpeg">${cover.toString("base64")}</binary>`)),
    );
    const facts = { trouble: null, title: "Война и мир", author: "Лев Толстой", language: "ru", chapters: 2 };
    expect(made.facts).toMatchObject(facts);
    expect(made.kinds).toEqual(["book-cover"]);
    const parts = ["Часть первая", "I", "Часть вторая"].map((title, index) => ({ title, depth: index % 2 }));
    expect(made.chapters).toEqual(parts);
    const old = [...fictionBook().replace("utf-8", "windows-1251")].map((letter) => {
      const code = letter.charCodeAt(0);
      return code >= 0x410 && code <= 0x44f ? code - 0x350 : code;
    });
    expect((await read(FB2, Buffer.from(old))).facts).toMatchObject(facts);
  });

  const comic = async (count: number) => {
    const pages = Array.from({ length: count }, (_, index) => index + 1);
    const files = pages.map(async (page) => ({
      name: `pages/${page}.png`,
      content: await picture(900, 1_200, page === 2 ? "#000000" : "#ffffff")
        .png()
        .toBuffer(),
    }));
    const about =
      "<ComicInfo><Series>Stars</Series><Number>3</Number><Writer>Ana</Writer><LanguageISO>en</LanguageISO></ComicInfo>";
    const hidden = { name: "__MACOSX/pages/._1.png", content: "x" };
    return packZip([hidden, ...(await Promise.all(files)).reverse(), { name: "ComicInfo.xml", content: about }]);
  };

  it("a comic tells how many pages it has, and shows one", async () => {
    const { facts, kinds, part } = await read(COMIC, await comic(11), { page: 2 });
    expect(facts).toMatchObject({ trouble: null, title: "Stars 3", author: "Ana", language: "en", pages: 11 });
    expect(kinds).toEqual(["page"]);
    expect((await sharp(part?.bytes).stats()).channels[0]?.max).toBeLessThan(10);
  });

  it("a short comic shows one that cannot be read, unless its seller says otherwise", async () => {
    expect((await read(COMIC, await comic(3))).kinds).toEqual(["blurred"]);
    expect((await read(COMIC, await comic(3), { picture: "reduced" })).kinds).toEqual(["page"]);
    expect((await read(COMIC, await comic(3), { picture: "none" })).kinds).toEqual([]);
  });
});
