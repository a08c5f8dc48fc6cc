import "server-only";
import { safeMarkdown } from "@/lib/markdown/safe-markdown";

/** Renders an operator's Markdown (CommonMark and tables) to HTML that is safe on our pages, see `safeMarkdown`. */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}

const markdown = safeMarkdown({ links: /^(?:https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i, rel: "noreferrer" });

// Wide tables scroll by themselves, so that the page does not.
markdown.renderer.rules.table_open = () => '<div class="table-scroll" tabindex="0"><table>\n';
markdown.renderer.rules.table_close = () => "</table></div>\n";
