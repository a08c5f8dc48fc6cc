import "server-only";
import { cleanLine, removeDirectionMarks } from "@/lib/clean-text";
import { wrongField } from "@/lib/errors";
import { HOMEPAGE_MAX } from "./limits";

/**
 * The address of a page of the seller's elsewhere: https only, its host as a browser really requests it.
 *
 * @returns null when nothing is left of it
 * @throws AppError `invalid_input`
 */
export function readHomepage(text: string): string | null {
  const written = removeDirectionMarks(cleanLine(text));
  if (written === "") return null;
  const url = URL.canParse(written) ? new URL(written) : null;
  // Text before an @ could be mistaken for the host, and a host without a dot is a machine of somebody's own.
  const isPlain = url?.protocol === "https:" && !url.username && !url.password && /[^.]\.[^.\d]/.test(url.hostname);
  if (!url || !isPlain || url.href.length > 2 * HOMEPAGE_MAX) {
    const words = "This address cannot be used. Write it as https://example.com/you.";
    throw wrongField("invalid_input", "homepage", words, "homepage_address");
  }
  return url.href;
}
