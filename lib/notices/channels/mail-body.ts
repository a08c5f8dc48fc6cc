import "server-only";
import { locales } from "@/lib/i18n/locales";
import type { Message } from "@/lib/notices/message";

/** The two forms of a mail: they say the same. */

export function textOf({ paragraphs, action, why, unsubscribe }: Message): string {
  const parts = [...paragraphs];
  if (action) parts.push(`${action.label}:\n${action.url}`);
  const end = [why, unsubscribe && `${unsubscribe.label}: ${unsubscribe.url}`].filter((part) => part !== undefined);
  if (end.length > 0) parts.push(`--\n${end.join("\n")}`);
  return `${parts.join("\n\n")}\n`;
}

/** No pictures, no scripts, nothing from elsewhere: opening it tells nobody. */
export function htmlOf({ locale, subject, paragraphs, action, why, unsubscribe }: Message): string {
  const { dir } = locales[locale];
  const small = "font-size:13px;color:#5b6470";
  return `<!doctype html>
<html lang="${locale}" dir="${dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body dir="${dir}" style="margin:0;padding:24px;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;color:#1b1f24">
<div style="max-width:560px;margin:0 auto">
<h1 style="font-size:20px">${escapeHtml(subject)}</h1>
${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")}
${action ? `<p><a href="${escapeHtml(action.url)}" style="display:inline-block;padding:12px 20px;background:#0b5d4e;color:#ffffff;border-radius:8px;text-decoration:none">${escapeHtml(action.label)}</a></p>` : ""}
${why ? `<p style="${small}">${escapeHtml(why)}</p>` : ""}
${unsubscribe ? `<p style="${small}"><a href="${escapeHtml(unsubscribe.url)}" style="color:#5b6470">${escapeHtml(unsubscribe.label)}</a></p>` : ""}
</div>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
