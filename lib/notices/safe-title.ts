import "server-only";
import { cutText } from "@/lib/clean-text";

/** Longest title in a message. */
const MAX = 80;

/**
 * A title that somebody else wrote, for a message: short, on one line, and nothing that a mail program would turn into a link. So
 * nobody sends links of their own through this shop (rule 15).
 */
export function safeTitle(title: string): string {
  const plain = title
    .replaceAll(/\s+/g, " ")
    .replaceAll(/:\/\/|\bwww\.|@/gi, " ")
    // Dots inside words: example.org, but not 3.5.
    .replaceAll(/(?<=[^\s.\d])\.(?=[^\s.])|(?<=[^\s.])\.(?=[^\s.\d])/g, "·")
    .trim();
  const cut = cutText(plain, (part) => part.length <= MAX);
  return cut === plain ? plain : `${cut.trimEnd()}…`;
}
