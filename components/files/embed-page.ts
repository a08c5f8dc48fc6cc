import { type FactWords, factsLine } from "@/components/files/describe-facts";
import { formatMoney, shorten } from "@/components/ui/format";
import { escapeHtml } from "@/lib/embeds/schema";
import { type Locale, locales } from "@/lib/i18n/locales";
import type { Words } from "@/lib/i18n/words";
import type { FileInfo } from "@/lib/products/files/schema";

type EmbedWords = FactWords & { files: Words<"files">; embeds: Words<"embeds"> };

const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1d1a;--soft:#565c55;--line:#e2dfd6;--accent:#0d6a4f;--on:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#1b1e1b;--ink:#eceee9;--soft:#a6ada4;--line:#30352f;--accent:#6fd3a9;--on:#101310}}
*{box-sizing:border-box;margin:0}
body{font:1rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif;color:var(--ink);background:transparent}
a{display:flex;flex-direction:column;block-size:100vh;overflow:hidden;border:1px solid var(--line);border-radius:1rem;background:var(--paper);color:inherit;text-decoration:none}
a:focus-visible{outline:3px solid var(--accent);outline-offset:-3px}
img{display:block;flex:1 1 0;min-block-size:0;inline-size:100%;object-fit:cover;background:#fff}
.blurred{filter:blur(.5rem);transform:scale(1.1)}
.words{display:flex;flex-direction:column;gap:.2rem;margin-block-start:auto;padding:.9rem 1rem 1rem;background:var(--paper);position:relative}
.title{font-weight:600;overflow-wrap:anywhere;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.soft{color:var(--soft);font-size:.8125rem;overflow-wrap:anywhere;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.buy{align-self:flex-start;margin-block-start:.5rem;padding:.55rem 1rem;border-radius:.625rem;background:var(--accent);color:var(--on);font-weight:600}
`;

/**
 * The small page of a file for other sites' frames: static, without script and cookies. Its one link opens the file's page in a window
 * of its own.
 */
export function embedPage(file: FileInfo, { files, embeds, facts, ui }: EmbedWords): string {
  const { locale } = files;
  const { preview } = file;
  const price = file.free ? files("free") : formatMoney(BigInt(file.priceMicroUsd), locale);
  const seller = files("soldBy", { seller: file.seller.name ?? shorten(file.seller.address) });
  const button = file.free ? embeds("get") : embeds("buy", { price });
  const picture = preview
    ? `<img src="${escapeHtml(pathOf(preview.url))}" alt="" width="${preview.width}" height="${preview.height}"${preview.kind === "blurred" ? ' class="blurred"' : ""}>`
    : "";
  return document(locale, file.title, [
    `<a href="${escapeHtml(file.url)}" target="_blank" rel="noopener">`,
    picture,
    '<span class="words">',
    `<span class="title"><bdi>${escapeHtml(file.title)}</bdi></span>`,
    `<span class="soft">${escapeHtml(seller)}</span>`,
    `<span class="soft">${escapeHtml(factsLine(file, { facts, ui }))}</span>`,
    file.state === "on-sale"
      ? `<span class="buy"><bdi>${escapeHtml(button)}</bdi></span>`
      : `<span class="soft">${escapeHtml(files("notOnSale"))}</span>`,
    "</span></a>",
  ]);
}

/** The same for a file that is not shown any more: where it was, a few words. */
export function embedGone(state: "removed" | "withheld", { files }: Pick<EmbedWords, "files">): string {
  const words = files(state === "removed" ? "removedTitle" : "withheldTitle");
  return document(files.locale, words, [`<p class="words soft">${escapeHtml(words)}</p>`]);
}

function document(locale: Locale, title: string, body: string[]): string {
  return [
    `<!doctype html><html lang="${locale}" dir="${locales[locale].dir}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">',
    `<title>${escapeHtml(title)}</title><style>${style}</style></head><body>${body.join("")}</body></html>`,
  ].join("");
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
