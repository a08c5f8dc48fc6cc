import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import { credentialHeaders } from "@/lib/http/credentials";
import { DOWNLOADS_HEADER } from "@/lib/http/is-download-host";
import { sendProblem } from "./refuse";

const methods = ["GET", "HEAD", "OPTIONS"];

/**
 * The filter for DOWNLOAD_ORIGIN. A download by ticket passes, without any header that pays or identifies the client;
 * every other request to that host gets 404 here. Requests to other hosts pass as they are.
 *
 * @param origin of downloads, undefined if they have no separate one
 * @returns a function that checks each request and returns true when it has responded
 */
export function downloadHost(origin: string | undefined): (req: IncomingMessage, res: ServerResponse) => boolean {
  const own = origin === undefined ? undefined : new URL(origin);
  return (req, res) => {
    // The client may have sent one.
    delete req.headers[DOWNLOADS_HEADER];
    if (!own || hostOf(req.headers.host ?? "", own.protocol) !== own.host) return false;
    if (methods.includes(req.method ?? "") && isTicketUrl(req.url ?? "")) {
      for (const name of credentialHeaders) delete req.headers[name];
      req.headers[DOWNLOADS_HEADER] = "1";
      return false;
    }
    const detail = "This address only serves downloads that were asked for on the shop's own pages.";
    sendProblem(req, res, new AppError("not_found", { detail }), { "X-Content-Type-Options": "nosniff" });
    return true;
  };
}

/** A default port may be written out or not. @param protocol with its colon */
function hostOf(host: string, protocol: string): string | undefined {
  const url = `${protocol}//${host}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/** @param url path and query as they are in the request */
function isTicketUrl(url: string): boolean {
  const [path = "", query = ""] = url.split("?", 2);
  return /^\/api\/files\/[0-9A-Za-z]{1,64}$/.test(path) && new URLSearchParams(query).has("ticket");
}
