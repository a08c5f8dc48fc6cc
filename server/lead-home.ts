import type { IncomingMessage, ServerResponse } from "node:http";
import { readCookie } from "@/lib/cookies";
import { showsPayment } from "@/lib/http/credentials";
import { linkParts } from "@/lib/link-parts";
import { log } from "@/lib/log";
import { isPrivateHost } from "@/lib/settings/parsers/urls";
import { chooseDoor, wantsPage } from "./choose-door";
import { setStaticHeaders } from "./security-headers";

type Options = { appUrl: string; trustedProxies: number; https: boolean };

/** Counts how often a browser was led from one page, for a few seconds. */
const LED_COOKIE = "fk_led";
const LED_FOR = 10;
/** A proxy that replaces `Host` would lead a browser in a circle. After this many times the page is shown as it is. */
const LED_AT_MOST = 3;

/**
 * Leads people who opened a page by another name of this server to the same page of APP_URL (308): cookies, wallets and
 * sign-in belong to one origin. Only GET and HEAD of pages. Never a request that shows a payment, a claim or a proof, nor
 * one for data, health checks or the file itself: clients may send these under any name.
 *
 * @returns a function that checks each request and returns true when it has responded
 */
export function leadHome({ appUrl, trustedProxies, https }: Options) {
  const home = new URL(appUrl);
  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (!isPageRequest(req) || !cameElsewhere(req, home, trustedProxies)) return false;
    const times = Number(readCookie(req.headers.cookie, LED_COOKIE) ?? 0);
    if (times >= LED_AT_MOST) {
      log.warn({ host: req.headers.host }, CIRCLE);
      return false;
    }
    // The host is ours whatever the path is: it begins with a slash (`judgeRequest`).
    const { href } = new URL(appUrl + req.url);
    const text = `This page is at ${href}\n`;
    setStaticHeaders(res, { https });
    const [path = "/"] = (req.url ?? "").split(/[?;]/, 1);
    res.writeHead(308, {
      Location: href,
      // A redirect for ever would stay in browsers after the operator has moved the shop.
      "Cache-Control": "no-store",
      "Set-Cookie": `${LED_COOKIE}=${times + 1}; Path=${path}; Max-Age=${LED_FOR}; HttpOnly; SameSite=Lax`,
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Length": Buffer.byteLength(text),
    });
    res.end(req.method === "HEAD" ? undefined : text);
    return true;
  };
}

const CIRCLE =
  "A browser was led to APP_URL several times and still arrives under another name, so the page is shown as it is. Let the proxy in front pass Host on, or send the name that was asked for as X-Forwarded-Host.";

/** Everything of Next's that is not a page: data, scripts, health checks, and files such as an icon. */
const isNoPage = /^\/+(?:(?:api|_next|\.well-known)\/|(?:healthz|readyz|version|metrics)\/*$|(?:.*\/)?[^/]*\.[^/]*$)/i;

function isPageRequest(req: IncomingMessage): boolean {
  const { method, url = "", headers } = req;
  if ((method !== "GET" && method !== "HEAD") || showsPayment(headers)) return false;
  // Data for a page that is open: following a redirect to another origin, the page would not get it.
  if (headers.rsc !== undefined || isNoPage.test(url.split("?", 1)[0] ?? "")) return false;
  // A program's request for a readable link is one for the file.
  if (linkParts(url.split("?", 1)[0] ?? "") && !wantsPage(req)) return false;
  const door = chooseDoor(req);
  return door.kind === "next" && door.url === url;
}

/**
 * Whether the visitor asked for another name. Ports are not compared: many proxies leave them out of `Host`. An internal
 * name in front of a public shop is that of the proxy's upstream, and not what the visitor sees.
 */
function cameElsewhere({ headers }: IncomingMessage, home: URL, trustedProxies: number): boolean {
  const forwarded = trustedProxies > 0 ? String(headers["x-forwarded-host"] ?? "") : "";
  const asked = forwarded.split(",").at(-1)?.trim() || (headers.host ?? "");
  const url = `${home.protocol}//${asked}`;
  if (asked === "" || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname !== home.hostname && (isPrivateHost(home.hostname) || !isPrivateHost(hostname));
}
