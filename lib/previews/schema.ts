/** Previews, which show what a file is without giving it away: names and shapes, shared with the browser. */

/** `cover`: chosen by the seller. `blurred`: made from the file itself, too small and soft to be of use. */
export type PreviewKind = "cover" | "blurred";

export type Preview = {
  kind: PreviewKind;
  /** Its public URL. It changes with the picture, so it may be cached for ever. */
  url: string;
  mediaType: string;
  /** Pixels. */
  width: number;
  height: number;
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
