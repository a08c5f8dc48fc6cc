import "server-only";
import type { FileFacts } from "./facts/schema";

/** What programs write where nobody gave a title. */
const noTitle = [
  /^(?:untitled|unknown title|unbenannt|sans titre|document|presentation|book|track|title|unknown|new)\W*\d*$/i,
  /^(?:microsoft (?:word|powerpoint|excel) - |powerpoint presentation$)/i,
  // A path, or a file's name.
  /[\\/]|\.(?:docx?|pdf|indd|tex|dvi|qxd|pptx?|xlsx?|odt|html?|mp3|wav|mov|mp4)$/i,
];

/** The title that a file's content gives itself; null if it has none that people would use. */
export function titleOfContent(facts: FileFacts): string | null {
  const title = "title" in facts ? facts.title : null;
  if (!title || !/\p{L}/u.test(title) || noTitle.some((pattern) => pattern.test(title))) return null;
  return title;
}
