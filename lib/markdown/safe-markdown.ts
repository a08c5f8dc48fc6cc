import "server-only";
import MarkdownIt, { type MarkdownItOptions } from "markdown-it";

type Choices = Partial<MarkdownItOptions> & {
  /** Which targets links may have; the text of any other stays text. */
  links: RegExp;
  /** The `rel` of links to other sites. */
  rel: string;
};

/**
 * A renderer of Markdown (CommonMark) whose HTML is safe on our pages, whoever wrote the text: HTML in it stays text, links lead
 * only where `links` says, and pictures are replaced by their descriptions, since our Content-Security-Policy would block
 * most of them. The highest headings become h2: the page has its own title.
 *
 * Its time grows with the length of the text, whatever the text is: the tests try the shapes that parsers are slow at.
 */
export function safeMarkdown({ links, rel, ...options }: Choices) {
  const markdown = new MarkdownIt({ typographer: false, linkify: false, ...options, html: false });
  markdown.validateLink = (url) => links.test(url.trim());
  markdown.renderer.rules.image = (tokens, index) => markdown.utils.escapeHtml(tokens[index]?.content ?? "");
  markdown.renderer.rules.link_open = (tokens, index, given, _, renderer) => {
    const token = tokens[index];
    if (/^https?:/i.test(String(token?.attrGet("href")))) token?.attrSet("rel", rel);
    return renderer.renderToken(tokens, index, given);
  };
  markdown.core.ruler.push("lower-headings", ({ tokens }) => {
    const levelOf = (tag: string) => Number(/^h([1-6])$/.exec(tag)?.[1] ?? Number.POSITIVE_INFINITY);
    const highest = tokens.reduce((least, { tag }) => Math.min(least, levelOf(tag)), Number.POSITIVE_INFINITY);
    for (const token of tokens) {
      const level = levelOf(token.tag);
      if (level !== Number.POSITIVE_INFINITY) token.tag = `h${Math.min(6, level - highest + 2)}`;
    }
  });
  return markdown;
}
