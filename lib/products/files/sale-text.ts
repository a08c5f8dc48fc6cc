import "server-only";
import { wrongField } from "@/lib/errors";
import { cleanLine, cleanParagraphs, cutText } from "./clean-text";
import { DESCRIPTION_MAX, TITLE_MAX } from "./schema";

/** A title without hidden characters; the file's name, shortened if need be, when nothing is left of it. */
export function titleOr(text: string | undefined, fileName: string): string {
  return cut(cleanLine(text ?? ""), TITLE_MAX) || cut(fileName, TITLE_MAX);
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
