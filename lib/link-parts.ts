import "server-only";

/** The seller's handle and the file's slug in a readable link. */
export type LinkParts = { handle: string; slug: string };

/**
 * The two parts of a readable link, percent-decoded.
 *
 * @param path `/s/{handle}/{slug}`, without a query
 * @returns null for another path, and for what is no UTF-8
 */
export function linkParts(path: string): LinkParts | null {
  const [, handle, slug] = /^\/s\/([^/?#]+)\/([^/?#]+)\/?$/i.exec(path) ?? [];
  if (handle === undefined || slug === undefined) return null;
  try {
    return { handle: decodeURIComponent(handle), slug: decodeURIComponent(slug) };
  } catch {
    return null;
  }
}
