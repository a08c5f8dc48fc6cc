import "server-only";
import MarkdownIt from "markdown-it";

/** What a link may lead to. Anything else, such as `javascript:`, stays text. */
const ALLOWED_LINK = /^(?:https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i;

/**
 * Renders an operator's Markdown (CommonMark and tables) to HTML that is safe on our pages: HTML in it stays text, links
 * lead only to web pages, mail and telephone numbers, and pictures are replaced by their descriptions, since our
 * Content-Security-Policy would block most of them. The highest headings become h2: the page has its own title.
 *
 * Its time grows with the length of the text, whatever the text is: `render-markdown.test.ts` tries the shapes that
 * parsers are slow at.
 */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

markdown.validateLink = (url) => ALLOWED_LINK.test(url.trim());

markdown.renderer.rules.image = (tokens, index) => markdown.utils.escapeHtml(tokens[index]?.content ?? "");

markdown.renderer.rules.link_open = (tokens, index, options, _, renderer) => {
  const token = tokens[index];
  if (/^https?:/i.test(String(token?.attrGet("href")))) token?.attrSet("rel", "noreferrer");
  return renderer.renderToken(tokens, index, options);
};

// Wide tables scroll by themselves, so that the page does not.
markdown.renderer.rules.table_open = () => '<div class="table-scroll" tabindex="0"><table>\n';
markdown.renderer.rules.table_close = () => "</table></div>\n";

markdown.core.ruler.push("lower-headings", ({ tokens }) => {
  const levelOf = (tag: string) => Number(/^h([1-6])$/.exec(tag)?.[1] ?? Number.POSITIVE_INFINITY);
  const highest = tokens.reduce((least, { tag }) => Math.min(least, levelOf(tag)), Number.POSITIVE_INFINITY);
  for (const token of tokens) {
    const level = levelOf(token.tag);
    if (level !== Number.POSITIVE_INFINITY) token.tag = `h${Math.min(6, level - highest + 2)}`;
  }
});
