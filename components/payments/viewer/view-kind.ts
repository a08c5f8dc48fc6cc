import type { OpenVersion } from "@/lib/shop/schema";

/** The facts of a version that are needed to show it. */
export type Viewable = Pick<OpenVersion, "number" | "name" | "mediaType" | "codecs" | "size">;

/** How the page itself can show a file. */
export type ViewKind = "picture" | "audio" | "video" | "text" | "pdf";

/**
 * Pictures that browsers decode and never run. SVG is not among them, nor anything else that is a document: uploaded
 * bytes are shown by elements that only decode, or as plain text.
 */
const pictures = new Set(
  ["png", "apng", "jpeg", "gif", "webp", "avif", "bmp", "x-icon"].map((type) => `image/${type}`),
);

/** Texts besides `text/…`. Pages and styles are left out: people expect to see them rendered, and they never are here. */
const texts = new Set(["json", "yaml", "toml", "sql", "x-subrip", "x-tex"].map((type) => `application/${type}`));
const drawn = new Set(["text/html", "text/css", "text/xml"]);

/** A picture above this size (bytes) is downloaded, not opened: a page would have to hold all of it in memory. */
const PICTURE_MAX = 100 * 1024 * 1024;
/** Likewise for a PDF: it is read in parts, but its reader reserves memory for all of it. */
const PDF_MAX = 500 * 1024 * 1024;

/**
 * How to show a file, by the type that the server detected in its bytes; null when it has to be downloaded. Whether
 * this browser supports the sound or film format is known later.
 *
 * @param size in bytes
 */
export function viewKind(mediaType: string, size: number): ViewKind | null {
  const essence = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (size === 0) return null;
  if (pictures.has(essence)) return size <= PICTURE_MAX ? "picture" : null;
  if (essence === "application/pdf") return size <= PDF_MAX ? "pdf" : null;
  if (essence.startsWith("audio/")) return "audio";
  if (essence.startsWith("video/")) return "video";
  if (essence.startsWith("text/") ? !drawn.has(essence) : texts.has(essence)) return "text";
  return null;
}
