/** What is known of a file's content, told by its bytes: shapes, shared with the browser. */

/** Why not everything could be told: it has a password, is broken, or would take too long to read. */
export type Trouble = "encrypted" | "damaged" | "too-large";

/** `null` for what is not known. Texts are one line of cleaned text, as whoever made the file wrote them. */
type Told<Kind extends string, Known> = { kind: Kind; trouble: Trouble | null } & Known;

export type PictureFacts = Told<
  "picture",
  {
    /** Pixels, as shown: turned by its orientation. */
    width: number;
    height: number;
    /** Such as "sRGB", "Display P3", "CMYK". */
    colourSpace: string | null;
    /** 1, unless it moves. */
    frames: number;
  }
>;

export type PdfFacts = Told<
  "pdf",
  {
    pages: number | null;
    /** Millimetres, of the first page as shown. */
    pageWidth: number | null;
    pageHeight: number | null;
    title: string | null;
    author: string | null;
  }
>;

export type BookFacts = Told<
  "book",
  {
    title: string | null;
    author: string | null;
    /** BCP 47, such as "fr". */
    language: string | null;
    /** Those of the highest level. */
    chapters: number | null;
    /** Of a comic; of other books there are as many as the reader's screen makes. */
    pages?: number | null;
  }
>;

export type SoundFacts = Told<
  "sound",
  {
    seconds: number | null;
    /** Bits a second. */
    bitRate: number | null;
    /** Hertz. */
    sampleRate: number | null;
    channels: number | null;
    /** Bits of a sample, where it is not compressed with loss. */
    bitDepth: number | null;
    codec: string | null;
    title: string | null;
    artist: string | null;
    album: string | null;
  }
>;

export type FilmFacts = Told<
  "film",
  {
    seconds: number | null;
    /** Pixels, as shown. */
    width: number | null;
    height: number | null;
    /** Pictures a second. */
    frameRate: number | null;
    /** Names, such as "H.264" and "AAC". */
    codecs: string[];
    /** Which browsers play it; null if that is not known. */
    playsIn: "all" | "some" | "none" | null;
    title: string | null;
  }
>;

export type ArchiveFacts = Told<
  "archive",
  {
    files: number | null;
    /** Bytes of them all, unpacked. */
    bytes: number | null;
  }
>;

export type TextFacts = Told<
  "text",
  {
    lines: number | null;
    /** As `TextDecoder` names it, such as "utf-8". */
    encoding: string | null;
    /** Of a table (CSV, TSV); else null. */
    columns: number | null;
  }
>;

export type FileFacts = PictureFacts | PdfFacts | BookFacts | SoundFacts | FilmFacts | ArchiveFacts | TextFacts;
export type FactsKind = FileFacts["kind"];

/** Parts of its content that the seller shows, as far as the file has them. */
export type Excerpt = {
  /** Files in an archive: paths with `/`, and bytes. */
  entries?: { path: string; bytes: number | null }[];
  /** There are more entries than those. */
  hasMore?: boolean;
  /** The README of an archive. */
  readme?: string;
  /** The contents of a book; depth 0 is a chapter, 1 what is below it. */
  chapters?: { title: string; depth: number }[];
  /** The first lines of a text. */
  text?: string;
};

/** A wave form: how loud each part of a sound is, 0 to 100, from the beginning to the end. At most {@link WAVE_MAX}. */
export type Wave = number[];
export const WAVE_MAX = 240;

/** Numbers of bounded texts, in characters (UTF-16 units) and items. */
export const EXCERPT_MAX = { entries: 500, path: 300, readme: 8_000, chapters: 200, chapter: 200, text: 4_000 };
export const FACT_TEXT_MAX = 300;
