import "server-only";
import type { Token } from "markdown-it";
import { safeMarkdown } from "./safe-markdown";
import type { RenderedDescription } from "./schema";

/** About how many characters a phone shows before "Read more": six lines. */
const START_CHARACTERS = 280;

/** Characters of a sentence in a chat's preview; programs cut longer ones anyway. */
const SENTENCE_MAX = 200;

const markdown = safeMarkdown({
  links: /^(?:https?:\/\/|mailto:)/i,
  rel: "nofollow ugc noopener noreferrer",
  linkify: true,
  // Most sellers type plain text: their lines stay lines, and what they indent stays text.
  breaks: true,
  maxNesting: 20,
}).disable(["table", "code", "reference"]);

// Only whole addresses: "notes.md" and "v2.zip" are names of files.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

markdown.core.ruler.push("blocks-have-their-own-direction", ({ tokens }) => {
  // Those at the top: a list has the direction of its words only if no part of it has one of its own.
  for (const token of tokens) if (token.level === 0 && token.nesting === 1) token.attrSet("dir", "auto");
});

markdown.core.ruler.push("links-say-where", ({ tokens }) => {
  for (const { children } of tokens) if (children) sayHosts(children);
});

/** A link whose words are not its address says where it leads: "the licence (example.org)". */
function sayHosts(children: Token[]): void {
  for (let at = children.length - 1; at >= 0; at -= 1) {
    const opened = children[at];
    if (opened?.type !== "link_open") continue;
    const end = children.findIndex((one, index) => index > at && one.type === "link_close");
    const close = children[end];
    const host = hostOf(String(opened.attrGet("href")));
    if (!close || host === null || (opened.info === "auto" && opened.markup === "linkify")) continue;
    const words = children.slice(at + 1, end).map(({ content }) => content);
    if (words.join("").includes(host)) continue;
    close.meta = { host };
  }
}

markdown.renderer.rules.link_close = (tokens, index) => {
  const host: unknown = tokens[index]?.meta?.host;
  return typeof host === "string" ? `</a> <bdi class="host">(${markdown.utils.escapeHtml(host)})</bdi>` : "</a>";
};

function hostOf(url: string): string | null {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return null;
  return new URL(url).host;
}

/**
 * Renders a seller's description (CommonMark without HTML, pictures and tables; addresses become links) to HTML that is
 * safe on our pages. Links are `nofollow ugc noopener`, and say to which host they lead.
 */
export function renderDescription(text: string): RenderedDescription {
  const env = {};
  const tokens = markdown.parse(text, env);
  const cut = endOfStart(tokens);
  const render = (part: Token[]) => markdown.renderer.render(part, markdown.options, env);
  return { start: render(tokens.slice(0, cut)), rest: render(tokens.slice(cut)) };
}

/** The index after the block that fills the start. Blocks stay whole. */
function endOfStart(tokens: Token[]): number {
  let characters = 0;
  for (const [index, token] of tokens.entries()) {
    characters += token.content.length;
    const isEndOfBlock = token.level === 0 && token.nesting !== 1;
    if (isEndOfBlock && token.tag !== "h2" && characters >= START_CHARACTERS) return index + 1;
  }
  return tokens.length;
}

/** The first sentence of a description as plain text, for previews of its link; empty if there are no words. */
export function firstSentence(text: string): string {
  const block = markdown.parse(text, {}).find(({ type, children }) => type === "inline" && wordsOf(children) !== "");
  const words = wordsOf(block?.children ?? null);
  const [sentence] = new Intl.Segmenter("und", { granularity: "sentence" }).segment(words);
  const whole = (sentence?.segment ?? "").trim();
  if (whole.length <= SENTENCE_MAX) return whole;
  const cut = whole.slice(0, SENTENCE_MAX - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > SENTENCE_MAX / 2 ? cut.slice(0, space) : cut).replace(/[\p{M}\u200d\ud800-\udbff]+$/u, "")}…`;
}

/** What is read of a block: text, code, descriptions of pictures. */
function wordsOf(children: Token[] | null): string {
  const parts = (children ?? []).map(({ type, content }) => (/break$/.test(type) ? " " : content));
  return parts.join("").replace(/\s+/g, " ").trim();
}
