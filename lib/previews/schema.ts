/** Pictures that show what a file is without giving it away: names and shapes, shared with the browser. */

/** `cover`: what the seller chose to show. `blurred`: made from the file itself, too small and soft to be of use. */
export type PreviewKind = "cover" | "blurred";

export type Preview = {
  kind: PreviewKind;
  /** Where to get it, for anybody and free. It changes with the picture, so it may be kept for ever. */
  url: string;
  mediaType: string;
  /** Pixels. */
  width: number;
  height: number;
};

/** Pixels of a picture as it is looked at, turned the way its camera was held. */
export type Dimensions = { width: number; height: number };

/** Bytes of a picture that is sent as a cover, at most. What is shown is made from it and far smaller. */
export const COVER_MAX_BYTES = 10 * 1024 * 1024;

/** What can be looked at: formats of pixels. SVG is a program that draws, and never opened. */
export const PICTURE_TYPES = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "image/avif",
  "image/tiff",
] as const;

/**
 * Where a preview is found below this site.
 *
 * @param sha256 of the preview, as lower-case hex
 */
export function previewPath(fileId: string, sha256: string): string {
  return `/api/files/${fileId}/preview?h=${sha256.slice(0, 16)}`;
}

/** Pixels of the picture that a chat shows with a link. */
export const CARD_SIZE = { width: 1200, height: 630 };

/** What that picture says. Texts come in the reader's language. */
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
 * Where that picture is found below this site.
 *
 * @param hash of all that is on it
 */
export function cardPath(fileId: string, locale: string, hash: string): string {
  return `/api/files/${fileId}/card.jpg?l=${locale}&h=${hash.slice(0, 16)}`;
}
