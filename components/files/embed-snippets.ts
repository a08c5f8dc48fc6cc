import { escapeHtml } from "@/lib/embeds/schema";
import { CARD_SIZE } from "@/lib/previews/schema";

const button =
  "display:inline-block;padding:12px 20px;border-radius:10px;background:#0d6a4f;color:#fff;" +
  "font:600 16px/1.25 system-ui,sans-serif;text-decoration:none";

/** A link that looks like a button, by its own style alone. */
export function buttonSnippet(url: string, words: string): string {
  return `<a href="${escapeHtml(url)}" style="${button}">${escapeHtml(plain(words))}</a>`;
}

/** A link around the picture that chats show, at half its size. */
export function pictureSnippet(url: string, cardUrl: string, title: string): string {
  const size = `width="${CARD_SIZE.width / 2}" height="${CARD_SIZE.height / 2}"`;
  return (
    `<a href="${escapeHtml(url)}"><img src="${escapeHtml(cardUrl)}" alt="${escapeHtml(title)}" ${size} ` +
    'loading="lazy" style="max-width:100%;height:auto;border:0;border-radius:12px"></a>'
  );
}

/** Without the marks that keep directions apart on our pages. */
const plain = (words: string) => words.replace(/[\u2068\u2069]/g, "");
