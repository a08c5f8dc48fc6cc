import { describe, expect, it } from "vitest";
import {
  type BookFacts,
  type FactsKind,
  type FileFacts,
  type FilmFacts,
  type PictureFacts,
  type SoundFacts,
  WAVE_MAX,
} from "./facts/schema";
import { factsSchema, ProgramFailed, readAnswer, waveSchema } from "./read-answer";

/** What a program answers that may be in the hands of whoever made its input. */

const answer = (head: unknown, ...parts: Buffer[]) =>
  readAnswer(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]));
const refusal = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    return error instanceof ProgramFailed ? error.reason : `no refusal: ${error}`;
  }
  return "none";
};
const pdf = {
  kind: "pdf",
  trouble: null,
  pages: 3,
  pageWidth: 210,
  pageHeight: 297,
  title: "One",
  author: null,
} as const;

const none = { seconds: null, codec: null, title: null };
const picture: PictureFacts = { kind: "picture", trouble: null, width: 2, height: 1, colourSpace: "sRGB", frames: 1 };
const book: BookFacts = { kind: "book", trouble: "encrypted", title: "One", author: null, language: "fr", chapters: 3 };
const sound: SoundFacts = {
  ...none,
  kind: "sound",
  trouble: null,
  bitRate: 128_000,
  sampleRate: 44_100,
  channels: 2,
  bitDepth: null,
  artist: "Lina",
  album: null,
};
const film: FilmFacts = {
  kind: "film",
  trouble: "damaged",
  seconds: 3.5,
  width: 1_920,
  height: 1_080,
  frameRate: 25,
  codecs: ["H.264", "AAC"],
  playsIn: "all",
  title: null,
};
const each: Record<FactsKind, FileFacts> = {
  picture,
  pdf: { ...pdf, kind: "pdf" },
  book,
  sound,
  film,
  archive: { kind: "archive", trouble: "too-large", files: null, bytes: null },
  text: { kind: "text", trouble: null, lines: 3, encoding: "utf-8", columns: 2 },
};

it.each(Object.values(each))("facts of a $kind are told as they are", (facts) => {
  expect(answer({ facts, parts: [] }).facts).toEqual(facts);
  expect(factsSchema.parse({ ...facts, more: 1 })).toEqual(facts);
});

describe("texts that a program tells", () => {
  it("are cut, however long they are, in little time", () => {
    const began = performance.now();
    const { facts } = answer({ facts: { ...pdf, title: "a".repeat(10_000_000) }, parts: [] });
    expect(facts).toMatchObject({ title: "a".repeat(300) });
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it("have no control characters, hidden ones, or such as turn what follows", () => {
    const title = "gnp.\u202etitle\u0000\u001b[1m\u2066\ufeff";
    expect(answer({ facts: { ...pdf, title }, parts: [] }).facts).toMatchObject({ title: "gnp.title[1m" });
    expect(answer({ facts: { ...pdf, title: "\u200b\u0007" }, parts: [] }).facts).toMatchObject({ title: null });
    const entries = [{ path: "a\u200fcod.exe\n", bytes: 1 }];
    expect(answer({ excerpt: { entries }, parts: [] }).excerpt?.entries).toEqual([{ path: "acod.exe", bytes: 1 }]);
  });

  it("keep the lines and the indents of a README", () => {
    const readme = "# One\r\n\tcode\u0007\n";
    expect(answer({ excerpt: { readme }, parts: [] }).excerpt).toEqual({ readme: "# One\n\tcode" });
  });
});

describe("numbers that a program tells", () => {
  it.each([-1, 1.5, 1e300, "7", null, Number.NaN])("(%s) that are none are not known", (pages) => {
    expect(answer({ facts: { ...pdf, pages }, parts: [] }).facts).toMatchObject({ pages: null, pageWidth: 210 });
  });

  it("beyond all bounds are not known", () => {
    const text = `{"facts":${JSON.stringify({ ...pdf, pageWidth: 0 }).replace('"pageWidth":0', '"pageWidth":1e999')},"parts":[]}\n`;
    expect(readAnswer(Buffer.from(text)).facts).toMatchObject({ pageWidth: null, pages: 3 });
  });
});

describe("lists that a program tells", () => {
  it("are cut", () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => ({ path: `${index}`, bytes: index }));
    expect(answer({ excerpt: { entries }, parts: [] }).excerpt?.entries).toHaveLength(500);
  });

  it("have nothing in them that has no name", () => {
    const entries = [
      { path: "\u202e", bytes: 1 },
      { path: "a", bytes: 2 },
    ];
    expect(answer({ excerpt: { entries }, parts: [] }).excerpt?.entries).toEqual([{ path: "a", bytes: 2 }]);
  });

  it("of a wave form are no longer and no louder than it can be", () => {
    expect(waveSchema.safeParse(Array(WAVE_MAX).fill(100)).success).toBe(true);
    expect(refusal(() => answer({ wave: Array(WAVE_MAX + 1).fill(1), parts: [] }))).toBe("unreadable");
    expect(refusal(() => answer({ wave: [101], parts: [] }))).toBe("unreadable");
  });
});

describe("what is no answer", () => {
  const part = { kind: "page", mediaType: "image/webp", length: 3, width: 1, height: 1 };
  it.each([
    ["nothing", () => readAnswer(Buffer.alloc(0))],
    ["no JSON", () => readAnswer(Buffer.from("{\n"))],
    ["another shape", () => answer([])],
    ["facts of no kind", () => answer({ facts: { kind: "spell" }, parts: [] })],
    [
      "a page of a type that pages do not show",
      () => answer({ parts: [{ ...part, mediaType: "text/html" }] }, Buffer.from("abc")),
    ],
    ["nine pictures", () => answer({ parts: Array(9).fill({ ...part, length: 0 }) })],
    ["a picture that is shorter than it says", () => answer({ parts: [part] }, Buffer.from("ab"))],
    ["bytes that belong to nothing", () => answer({ parts: [part] }, Buffer.from("abcd"))],
    ["a length below zero", () => answer({ parts: [{ ...part, length: -1 }] })],
  ])("is a refusal, and final: %s", (_what, read) => {
    expect(refusal(read)).toBe("unreadable");
  });

  it("tells its own reason, if it is one", () => {
    expect(refusal(() => answer({ reason: "encrypted", detail: "" }))).toBe("encrypted");
    expect(refusal(() => answer({ reason: "killed", detail: "" }))).toBe("unreadable");
  });
});
