import { describe, expect, it } from "vitest";
import type { Locale } from "@/lib/i18n/locales";
import { wordsIn } from "@/lib/i18n/words-in";
import type {
  ArchiveFacts,
  BookFacts,
  FileFacts,
  FilmFacts,
  PdfFacts,
  PictureFacts,
  SoundFacts,
  TextFacts,
} from "@/lib/previews/facts/schema";
import { describeFacts, factsLine, pageSize } from "./describe-facts";
import { factRows } from "./fact-rows";

const wordsOf = (locale: Locale) => ({ facts: wordsIn(locale, "facts"), ui: wordsIn(locale, "ui") });
const line = (mediaType: string, name: string, facts: FileFacts | null, locale: Locale = "en") =>
  describeFacts({ mediaType, name, facts }, wordsOf(locale))
    .join(" · ")
    .replace(/[\u2068\u2069]/g, "");
const rows = (facts: FileFacts, locale: Locale = "en") =>
  Object.fromEntries(
    factRows(facts, wordsIn(locale, "shown"), wordsIn(locale, "facts")).map(({ name, value }) => [name, value]),
  );

const none = { trouble: null, title: null };
const pdf: PdfFacts = { kind: "pdf", ...none, pages: 24, pageWidth: 210, pageHeight: 297, author: null };
const song: SoundFacts = {
  ...{ kind: "sound", ...none, seconds: 225, bitRate: 320_000, sampleRate: 44_100, channels: 2, bitDepth: null },
  ...{ codec: "MP3", artist: "Ana", album: null },
};
const film: FilmFacts = {
  ...{ kind: "film", ...none, seconds: 723, width: 1_920, height: 1_080, frameRate: 29.97 },
  ...{ codecs: ["H.264", "AAC"], playsIn: "all" },
};
const archive: ArchiveFacts = { kind: "archive", trouble: null, files: 214, bytes: 1_200_000_000 };
const table: TextFacts = { kind: "text", trouble: null, lines: 10_000, encoding: "utf-8", columns: 12 };
const book: BookFacts = { kind: "book", ...none, author: "Jane Doe", language: "fr", chapters: 23 };
const photo: PictureFacts = {
  kind: "picture",
  trouble: null,
  width: 4_000,
  height: 3_000,
  colourSpace: "Display P3",
  frames: 1,
};

describe("one line of facts", () => {
  it.each([
    ["application/pdf", "a.pdf", pdf, "PDF · 24 pages · A4"],
    ["application/pdf", "a.pdf", { ...pdf, pages: 1, pageWidth: 279.4, pageHeight: 215.9 }, "PDF · 1 page · Letter"],
    ["application/pdf", "a.pdf", { ...pdf, pageWidth: 160, pageHeight: 90 }, "PDF · 24 pages · 160 × 90 mm"],
    ["audio/mpeg", "a.mp3", song, "MP3 · 3:45 · 320 kbit/s · stereo"],
    ["audio/wav", "a.wav", { ...song, bitDepth: 24, channels: 6 }, "WAV · 3:45 · 44.1 kHz, 24 bit · 6 channels"],
    ["video/mp4", "a.mp4", film, "MP4 · 12:03 · 1920 × 1080 · H.264"],
    ["video/mp4", "a.mp4", { ...film, seconds: 3_723.4 }, "MP4 · 1:02:03 · 1920 × 1080 · H.264"],
    ["application/zip", "a.zip", archive, "ZIP · 214 files · 1.2 GB unpacked"],
    ["text/csv", "a.csv", table, "CSV · 10,000 lines · 12 columns"],
    ["application/epub+zip", "a.epub", book, "EPUB · Jane Doe · 23 chapters"],
    ["image/jpeg", "a.jpg", photo, "JPG · 4000 × 3000 pixels"],
  ] as const)("of %s named %s", (mediaType, name, facts, said) => {
    expect(line(mediaType, name, facts)).toBe(said);
  });

  it("has the kind alone where nothing is known, and says where name and content differ", () => {
    expect(line("audio/mpeg", "a.mp3", null)).toBe("Audio (MP3)");
    expect(line("audio/mpeg", "a.pdf", song)).toMatch(/^Audio by its content, PDF by its name · 3:45/);
  });

  it.each([
    ["encrypted", "PDF · has a password", "It has a password, so nothing inside could be read here."],
    ["damaged", "PDF · damaged", "Damaged: not all of it could be read here."],
    ["too-large", "Document", "Too large to be read here in full."],
  ] as const)("is honest about trouble: %s", (trouble, said, row) => {
    const facts = { ...pdf, pages: null, pageWidth: null, pageHeight: null, trouble };
    expect(line("application/pdf", "a.pdf", facts)).toBe(trouble === "too-large" ? "PDF" : said);
    expect(rows(facts)).toEqual({ "Please note": row });
  });

  it("is in the reader's language, with its plurals, numbers and decimals", () => {
    expect(line("text/csv", "a.csv", table, "fr")).toBe("CSV · 10\u202f000 lignes · 12 colonnes");
    expect(line("audio/flac", "a.flac", { ...song, bitDepth: 16 }, "fr")).toBe(
      "FLAC · 3:45 · 44,1 kHz, 16 bits · stéréo",
    );
    expect(line("application/pdf", "a.pdf", { ...pdf, pages: 3 }, "ar")).toBe("PDF · 3 صفحات · A4");
    expect(line("application/pdf", "a.pdf", { ...pdf, pages: 2 }, "ar")).toBe("PDF · صفحتان · A4");
  });

  it("ends with the size where it stands alone, and cuts the name of a crowd", () => {
    const file = { mediaType: "application/epub+zip", name: "a.epub", size: 1_500_000 };
    expect(factsLine({ ...file, facts: { ...book, author: "A".repeat(300) } }, wordsOf("en"))).toBe(
      `EPUB · ${"A".repeat(39)}… · 23 chapters · 1.5 MB`,
    );
  });

  it("calls a page by its paper within a millimetre or so", () => {
    const facts = wordsIn("en", "facts");
    expect(pageSize({ pageWidth: 297.2, pageHeight: 209.8 }, facts)).toBe("A4");
    expect(pageSize({ pageWidth: 207, pageHeight: 297 }, facts)).toBe("207 × 297 mm");
    expect(pageSize({ pageWidth: null, pageHeight: 297 }, facts)).toBeNull();
  });
});

describe("the facts by name", () => {
  it("have a row for what is known and not at the title, and none for the rest", () => {
    expect(rows(song)).toEqual({ "Encoded as": "MP3 · 44.1 kHz", Artist: "Ana" });
    expect(rows({ ...song, bitDepth: 16, codec: "PCM" })).toEqual({ "Encoded as": "PCM", Artist: "Ana" });
    expect(rows(film)).toEqual({
      "Encoded as": "H.264, AAC",
      "Frame rate": "29.97 pictures a second",
      "Plays in": "every current browser",
    });
    expect(rows(book)).toEqual({ Language: "French" });
    const crowd = "A".repeat(300);
    expect(rows({ ...book, language: "not a tag", author: crowd })).toEqual({ Language: "not a tag", Author: crowd });
    expect(rows(table, "fr")).toEqual({ Codage: "UTF-8" });
    expect(rows(photo)).toEqual({ Colours: "Display P3" });
    expect(rows(archive)).toEqual({});
    expect(factRows(null, wordsIn("en", "shown"), wordsIn("en", "facts"))).toEqual([]);
  });
});
