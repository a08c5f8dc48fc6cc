/** A file on other people's sites: a small page for a frame, and oEmbed (https://oembed.com). Shared with the browser. */

/** Pixels of the small page. */
export const EMBED_SIZE = { width: 400, height: 360 };

/** The path of the small page on this site. */
export function embedPath(fileId: string): string {
  return `/api/files/${fileId}/embed`;
}

/** HTML that another site puts into its page: the small page in a frame. */
export function embedFrame(embedUrl: string, title: string, { width, height } = EMBED_SIZE): string {
  return (
    `<iframe src="${escapeHtml(embedUrl)}" title="${escapeHtml(title)}" width="${width}" height="${height}" ` +
    'loading="lazy" style="border:0;max-width:100%"></iframe>'
  );
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as HTML, also inside of quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** `GET /api/oembed`, section 2.3.4 of the specification. `link` where the page does not fit. */
export type OEmbed = {
  version: "1.0";
  title: string;
  author_name: string;
  provider_name: string;
  provider_url: string;
  /** Seconds. */
  cache_age: number;
  thumbnail_url?: string;
  /** Pixels. */
  thumbnail_width?: number;
  thumbnail_height?: number;
} & ({ type: "link" } | { type: "rich"; html: string; width: number; height: number });
