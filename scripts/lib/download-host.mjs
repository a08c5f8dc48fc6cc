import { randomUUID } from "node:crypto";

/** Marks requests that came to DOWNLOAD_ORIGIN. Kept in step with lib/http/download-host.ts by a test. */
export const DOWNLOADS_HEADER = "x-filekiosk-downloads";

/** Whatever could show who somebody is, or pay. On the download origin only the ticket in the URL counts. */
const credentials = ["cookie", "authorization", "payment-signature", "x-payment", "sign-in-with-x", "claim-token"];
const methods = ["GET", "HEAD", "OPTIONS"];

/**
 * The door of DOWNLOAD_ORIGIN: a ticket's download passes, stripped of everything else; all other requests to that host are
 * answered with 404 here. Requests to other hosts pass as they are.
 *
 * @param {import("node:http").IncomingMessage} req @param {import("node:http").ServerResponse} res
 * @param {string | undefined} origin of downloads, undefined where there is none of its own
 * @returns {boolean} true when the request was answered
 */
export function answerDownloadHost(req, res, origin) {
  // Whatever a client wrote there.
  delete req.headers[DOWNLOADS_HEADER];
  if (!origin || hostOf(req.headers.host, origin) !== new URL(origin).host) return false;
  if (methods.includes(req.method ?? "") && isTicketUrl(req.url ?? "")) {
    for (const name of credentials) delete req.headers[name];
    req.headers[DOWNLOADS_HEADER] = "1";
    return false;
  }
  const title = "There is nothing here.";
  const body = JSON.stringify({
    type: "urn:filekiosk:problem:not_found",
    title,
    status: 404,
    detail: "This address only serves downloads that were asked for on the shop's own pages.",
    code: "not_found",
    requestId: randomUUID(),
  });
  res.writeHead(404, {
    "Content-Type": "application/problem+json",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "private, no-store, no-transform",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
  });
  res.end(req.method === "HEAD" ? undefined : body);
  return true;
}

/** A default port may be written out or not. @param {string | undefined} host @param {string} origin */
function hostOf(host, origin) {
  const url = `${new URL(origin).protocol}//${host ?? ""}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/** @param {string} url path and query as they stand in the request */
function isTicketUrl(url) {
  const [path = "", query = ""] = url.split("?", 2);
  return /^\/api\/files\/[0-9A-Za-z]{1,64}$/.test(path) && new URLSearchParams(query).has("ticket");
}
