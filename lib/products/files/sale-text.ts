import "server-only";
import { cleanLine, cleanParagraphs, cutText } from "@/lib/clean-text";
import { wrongField } from "@/lib/errors";
import { stemOf } from "@/lib/media-types";
import { DESCRIPTION_MAX, TITLE_MAX } from "./schema";

/** What is known about who chose a title: see `File.titleFrom`. */
type Titled = { title: string; titleFrom: "seller" | "name" };

/** A title without hidden characters; when nothing is left of it, the file's name without its ending, shortened if need be. */
export function titleOr(text: string | undefined, fileName: string): Titled {
  const title = cut(cleanLine(text ?? ""), TITLE_MAX);
  if (title) return { title, titleFrom: "seller" };
  return { title: cut(stemOf(fileName).trim(), TITLE_MAX) || cut(fileName, TITLE_MAX), titleFrom: "name" };
}

/**
 * A title without hidden characters.
 *
 * @throws AppError `invalid_input` when nothing is left of it
 */
export function readTitle(text: string): string {
  const title = cut(cleanLine(text), TITLE_MAX);
  if (title !== "") return title;
  throw wrongField("invalid_input", "title", "The title needs characters that can be read.", "title_unreadable");
}

/** A description without hidden characters. Line breaks stay. */
export function readDescription(text: string): string {
  return cut(cleanParagraphs(text), DESCRIPTION_MAX);
}

/** Composing characters can make a text a little longer than it was when it was checked. */
function cut(text: string, length: number): string {
  return cutText(text, (part) => part.length <= length).trimEnd();
}
