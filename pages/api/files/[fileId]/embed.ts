import type { IncomingMessage, ServerResponse } from "node:http";
import type { NextApiRequest, NextApiResponse } from "next";
import { embedGone, embedPage } from "@/components/files/embed-page";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { clientIp, ipPrefix } from "@/lib/http/client-ip";
import { forAnybody, setHeaders } from "@/lib/http/for-anybody";
import { takeLimit } from "@/lib/http/rate-limit";
import { matchLocale } from "@/lib/i18n/match-locale";
import { wordsIn } from "@/lib/i18n/words-in";
import { readPreview } from "@/lib/previews/read-previews";
import { fileInfo } from "@/lib/products/files/file-info";
import { findFile } from "@/lib/products/files/find-file";

export const config = { api: { bodyParser: false, responseLimit: false, externalResolver: true } };

/**
 * Any site may frame it. It has no script, sends nothing anywhere, and opens windows only on a click; being of no origin, it has no
 * cookies. `'self'` still means the origin that it came from (CSP3, 2.2.2).
 */
const policy = [
  "sandbox allow-popups allow-popups-to-escape-sandbox",
  "default-src 'none'",
  "img-src 'self'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors *",
].join("; ");

/** `/api/files/{fileId}/embed`: the file as a small page in other sites' frames. Only looks, whatever is sent along (rule 8). */
export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  await forAnybody(req, res, async () => {
    await takeLimit("preview", ipPrefix(clientIp(req.headers)));
    const { status, html } = await render(
      String(req.query.fileId),
      String(req.query.l),
      req.headers["accept-language"],
    );
    send(req, res, status, html);
  });
}

async function render(fileId: string, chosen: string, accepted: string | undefined) {
  const now = systemClock.now();
  const file = await findFile(fileId, now);
  if (!file) throw new AppError("file_not_found");
  const locale = matchLocale(chosen, accepted);
  const words = {
    files: wordsIn(locale, "files"),
    embeds: wordsIn(locale, "embeds"),
    facts: wordsIn(locale, "facts"),
    ui: wordsIn(locale, "ui"),
  };
  if (file.withheldAt) return { status: 451, html: embedGone("withheld", words) };
  if (file.removedAt) return { status: 410, html: embedGone("removed", words) };
  return { status: 200, html: embedPage(fileInfo(file, now, null, await readPreview(file)), words) };
}

function send(req: IncomingMessage, res: ServerResponse, status: number, html: string): void {
  res.statusCode = status;
  res.removeHeader("X-Frame-Options");
  setHeaders(res, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": String(Buffer.byteLength(html)),
    "Content-Security-Policy": policy,
    "Cache-Control": status === 200 ? "public, max-age=60" : "private, no-store",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    Vary: "Accept-Language",
  });
  res.end(req.method === "HEAD" ? undefined : html);
}
