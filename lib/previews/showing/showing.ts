import "server-only";
import { defaultShowing, type Showing } from "./schema";
import { showingSchema } from "./wire/schema";

/** What a file shows: the stored choice, or the default where its seller made none. */
export function toShowing(stored: string | null): Showing {
  return stored === null ? defaultShowing : showingSchema.parse(JSON.parse(stored));
}

/** A choice as it is stored: the same choice is always the same text. */
export function storedShowing(showing: Showing): string {
  const { picture, page, sample, sampleFrom, contents, text } = showing;
  return JSON.stringify({ picture, page, sample, sampleFrom, contents, text });
}

/**
 * @param stored the choice until now, null where there was none
 * @returns the choice with these changes, as it is stored
 */
export function changeShowing(stored: string | null, changes: Partial<Showing>): string {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return storedShowing({ ...toShowing(stored), ...given });
}
