import type { Wave } from "./facts/schema";

/** Previews, which show what a file is without giving it away: names and shapes, shared with the browser. */

/**
 * `cover`: chosen by the seller. Of a picture for sale: `watermarked`, `reduced`, `cropped`, or `blurred`, which is too small and
 * soft to be of use. `page` of a PDF, `book-cover`, `poster` of a film. `sound` and `clip` play. `sample`: a file of the seller's
 * own, to be tried.
 */
export const PREVIEW_KINDS = [
  "cover",
  "watermarked",
  "reduced",
  "cropped",
  "blurred",
  "page",
  "book-cover",
  "poster",
  "sound",
  "clip",
  "sample",
] as const;
export type PreviewKind = (typeof PREVIEW_KINDS)[number];

/** A picture that anybody may see. */
export type Preview = {
  kind: PreviewKind;
  /** Its public URL. It changes with the picture, so it may be cached for ever. */
  url: string;
  mediaType: string;
  /** Pixels. */
  width: number;
  height: number;
};

/** A part of a sound or a film that anybody may play. */
export type Sample = {
  kind: "sound" | "clip";
  /** As above. */
  url: string;
  mediaType: string;
  seconds: number;
  /** Bytes. */
  size: number;
  /** How loud it is, from 0 to 100, from the beginning of the whole sound to its end; empty if that is not known. */
  wave: Wave;
};

/** Pixels of a picture as shown, rotated by its orientation. */
export type Dimensions = { width: number; height: number };

/** The most bytes of a picture sent as a cover. The shown picture is made from it and far smaller. */
export const COVER_MAX_BYTES = 10 * 1024 * 1024;

/** The accepted formats: pixel formats only. SVG is a drawing program, and never opened. */
export const PICTURE_TYPES = [
  "image/jpeg",
  "image/png",
  "image/apng",
  "image/webp",
  "image/gif",
  "image/avif",
  "image/tiff",
  "image/bmp",
  "image/x-icon",
] as const;

/**
 * The path of a preview on this site.
 *
 * @param sha256 of the preview, as lower-case hex
 */
export function previewPath(fileId: string, sha256: string): string {
  return `/api/files/${fileId}/preview?h=${sha256.slice(0, 16)}`;
}

/** Pixels of the picture that a chat shows with a link. */
export const CARD_SIZE = { width: 1200, height: 630 };

/** The texts of that picture, in the reader's language. */
export type Card = {
  title: string;
  price: string;
  /** Kind and size. */
  facts: string;
  seller: string;
  /** Whose server it is. */
  site: string;
  kind: "picture" | "audio" | "video" | "text" | "archive" | "file";
  /** Reading begins on the right. */
  rtl: boolean;
};

/**
 * The path of that picture on this site.
 *
 * @param hash of its content
 */
export function cardPath(fileId: string, locale: string, hash: string): string {
  return `/api/files/${fileId}/card.jpg?l=${locale}&h=${hash.slice(0, 16)}`;
}
