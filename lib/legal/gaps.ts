import "server-only";

/** Gaps in a template are written like this: `[[your name]]`. */
const GAP = /\[\[[^[\]\n]{1,200}\]\]/g;

/** The gaps that a text still has, each once. */
export function findGaps(text: string): string[] {
  return [...new Set(text.match(GAP) ?? [])];
}
