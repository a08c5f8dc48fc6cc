import "server-only";
import { safeMarkdown } from "./safe-markdown";

const markdown = safeMarkdown({
  links: /^(?:https?:\/\/|mailto:)/i,
  rel: "nofollow ugc noopener noreferrer",
  maxNesting: 20,
}).disable(["reference"]);

markdown.core.ruler.push("blocks-have-their-own-direction", ({ tokens }) => {
  for (const token of tokens) if (token.level === 0 && token.nesting === 1) token.attrSet("dir", "auto");
});

/** Renders the README of an archive, which a stranger wrote (CommonMark without HTML and pictures), to HTML that is safe on our pages. */
export function renderReadme(text: string): string {
  return markdown.render(text);
}
