import "server-only";
import { SECOND } from "@/lib/clock";
import type { ProgramLimits } from "./run-program";
import { PICTURE_TYPES } from "./schema";

/** Raised when programs tell or show more: stored versions are read once more, a few at a time. */
export const READER = 1;

const MB = 1024 * 1024;

/** A program that tells what the content of files of some types is, and makes what is shown of it. */
export type Reader = {
  /** In `programs/`, without its ending. */
  program: string;
  /** @param mediaType as it was detected, without parameters */
  reads(mediaType: string): boolean;
  /** Bytes of the largest file that is read at all; by default any. */
  maxSize?: number;
  limits: ProgramLimits;
};

const BOOK_TYPES = ["application/epub+zip", "application/vnd.comicbook+zip", "application/x-fictionbook+xml"];
const pictures: readonly string[] = PICTURE_TYPES;

/** Archives as people sell them; a JAR, APK or XPI is a ZIP. */
const archives: readonly string[] = [
  "application/zip",
  "application/java-archive",
  "application/vnd.android.package-archive",
  "application/x-xpinstall",
  "application/x-tar",
  "application/gzip",
  "application/x-7z-compressed",
  "application/x-rar-compressed",
];
/** Texts for people; SVG is a picture, RTF is no text to be read as it is, and FictionBook is a book. */
const texts = /^(?:text\/.*|application\/(?:json|sql|toml|xml|x-subrip|x-tex|yaml|(?!x-fictionbook).*\+xml))$/;

/** Its own limits (`programs/media/read-media.mjs`) are lower: then it still answers with what it knows. */
const media: ProgramLimits = {
  time: 20 * SECOND,
  memory: 640 * MB,
  output: 32 * MB,
  ranges: { bytes: 256 * MB, reads: 50_000 },
};
const sounds = "mpeg wav aiff flac aac ogg mp4 3gpp 3gpp2 matroska webm".split(" ").map((name) => `audio/${name}`);

const readers: readonly Reader[] = [
  {
    program: "read-picture",
    reads: (mediaType) => pictures.includes(mediaType),
    maxSize: 64 * MB,
    limits: { time: 15 * SECOND, memory: 512 * MB, output: 2 * MB, ranges: { bytes: 65 * MB, reads: 1_000 } },
  },
  {
    program: "read-pdf",
    reads: (mediaType) => mediaType === "application/pdf",
    limits: { time: 15 * SECOND, memory: 640 * MB, output: MB, ranges: { bytes: 64 * MB, reads: 2_000 } },
  },
  {
    program: "read-book",
    reads: (mediaType) => BOOK_TYPES.includes(mediaType),
    limits: { time: 15 * SECOND, memory: 512 * MB, output: 2 * MB, ranges: { bytes: 64 * MB, reads: 2_000 } },
  },
  {
    program: "read-archive",
    reads: (mediaType) => archives.includes(mediaType),
    limits: { time: 20 * SECOND, memory: 512 * MB, output: 2 * MB, ranges: { bytes: 256 * MB, reads: 40_000 } },
  },
  {
    program: "read-text",
    reads: (mediaType) => texts.test(mediaType),
    limits: { time: 10 * SECOND, memory: 256 * MB, output: MB, ranges: { bytes: 65 * MB, reads: 100 } },
  },
  {
    program: "read-sound",
    reads: (mediaType) => sounds.includes(mediaType) || mediaType === "application/ogg",
    limits: media,
  },
  {
    program: "read-film",
    reads: (mediaType) => /^video\/(?:mp4|x-m4v|quicktime|3gpp2?|matroska|webm)$/.test(mediaType),
    limits: media,
  },
];

/** The program for a file; null where nothing is told of such files. */
export function readerFor({ mediaType, size }: { mediaType: string; size: bigint | number }): Reader | null {
  const plain = mediaType.replace(/;.*/, "").trim();
  const reader = readers.find((one) => one.reads(plain));
  return reader && size <= (reader.maxSize ?? Number.POSITIVE_INFINITY) ? reader : null;
}
