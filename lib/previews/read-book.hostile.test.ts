import { describe, expect, it, vi } from "vitest";
import { hostileBooks, hostileComics, hostileFb2 } from "@/test/hostile-books";
import { readContent } from "@/test/read-content";
import type { BookFacts } from "./facts/schema";

// Programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 3 });

const [EPUB, COMIC, FB2] = [
  "application/epub+zip",
  "application/vnd.comicbook+zip",
  "application/x-fictionbook+xml",
] as const;

async function read(mediaType: string, bytes: Uint8Array) {
  const { facts, excerpt, parts } = await readContent(mediaType, bytes, { showing: { picture: "reduced" } });
  return { facts: facts as BookFacts, chapters: excerpt?.chapters, kinds: parts.map(({ kind }) => kind) };
}

type Expected = Partial<BookFacts> & { chapterLines?: number };

describe.concurrent("a book that is meant to cost much or to lead elsewhere", () => {
  const known = { trouble: null, title: "Two days", author: "Ana Ruiz", language: "es", chapters: 2 };
  const expected: Record<keyof typeof hostileBooks, Expected> = {
    "names that lead out of it": { trouble: null, title: "Out", chapters: null },
    "a package elsewhere": { trouble: "damaged", title: null },
    "a package that is its container": { trouble: null, title: null, chapters: null },
    "contents that are their package": { trouble: null, title: "Self", chapters: null },
    "entities that multiply, and entities from elsewhere": { trouble: null, title: "&a29; &file; &net;" },
    "entities in its contents": { trouble: null, chapters: 1 },
    "contents of 100 MB": { ...known, trouble: "too-large", chapters: null },
    "contents of 100 MB that say they are 10 bytes": { ...known, trouble: "damaged", chapters: null },
    "230,000 chapters": { ...known, chapters: 230_000, chapterLines: 200 },
    "a chapter below 900,000 chapters": { ...known, trouble: "too-large", chapters: null },
    "a tag with 400,000 attributes": { trouble: "too-large", title: null },
    "a title of 4 MB": { trouble: "too-large", title: null },
    "a chapter of 4 MB": { ...known, trouble: "too-large", chapters: null },
    "a comment that never ends": { trouble: "too-large", title: null },
    "half a comment, half an instruction, half an instruction for documents": { trouble: "too-large", title: null },
    "text of nothing but entities": { trouble: "too-large", title: null },
    "a name of 4 MB": { trouble: "too-large", title: null },
    "an attribute of 4 MB": { trouble: "too-large", title: null },
    "40,000 files in its package": { trouble: null, title: "Many" },
    "a cover of 65,000 points a side": known,
    "a cover that is a drawing program": known,
    "a cover that is no picture": known,
    "a million entries": { trouble: "too-large", title: null },
    "100,000 entries after the book": { ...known, trouble: "too-large" },
    "the same names twice": known,
    "sizes that are lies": { trouble: "damaged" },
    "a mimetype that is wrong": known,
    "entries with a password": { trouble: "encrypted", title: null },
    "a key from another shop": { ...known, trouble: "encrypted", chapters: null },
    "fonts that are hidden": known,
    "no more than the beginning of an archive": { trouble: "damaged", title: null },
    "no archive": { trouble: "damaged", title: null },
  };

  it.each(Object.keys(hostileBooks))("%s", async (name) => {
    const { chapterLines, ...facts } = expected[name] ?? {};
    const made = await read(EPUB, hostileBooks[name]?.() ?? Buffer.alloc(0));
    expect(made.facts).toMatchObject(facts);
    if (chapterLines !== undefined) expect(made.chapters).toHaveLength(chapterLines);
    if (facts.trouble === "encrypted") expect(made.chapters).toBeUndefined();
    expect(made.kinds).toEqual([]);
    expect(JSON.stringify(made)).not.toMatch(/root:|lollol/);
  });

  const comics: Record<keyof typeof hostileComics, Expected> = {
    "pages of 65,000 points a side": { trouble: null, pages: 9 },
    "an archive without pictures": { trouble: "damaged", pages: null },
    "a million pages": { trouble: "too-large", pages: null },
    "a description of 100 MB": { trouble: null, title: null, pages: 1 },
  };

  it.each(Object.keys(hostileComics))("as a comic: %s", async (name) => {
    const made = await read(COMIC, hostileComics[name]?.() ?? Buffer.alloc(0));
    expect(made.facts).toMatchObject(comics[name] ?? {});
    expect(made.kinds).toEqual([]);
  });

  const fictionBooks: Record<keyof typeof hostileFb2, Expected> = {
    "entities that multiply": { trouble: null, title: "A" },
    "40 MB of text": { trouble: "too-large", title: "A", chapters: null },
    "40 MB of short words": { trouble: "too-large", title: "A", chapters: null },
    "a section in a section, 900,000 times": { trouble: "too-large", title: "A", chapters: null },
    "a cover of 30 MB": { trouble: null, title: "A" },
    "100,000 pictures before the cover": { trouble: null, title: "A" },
    "an encoding that does not exist": { trouble: null, title: null },
    "an encoding of two bytes that is none": { trouble: "damaged", title: null },
  };

  it.each(Object.keys(hostileFb2))("as a FictionBook: %s", async (name) => {
    const made = await read(FB2, hostileFb2[name]?.() ?? Buffer.alloc(0));
    expect(made.facts).toMatchObject(fictionBooks[name] ?? {});
    expect(made.kinds).toEqual([]);
  });
});
