import "server-only";
import { AppError } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";
import { sendsBuyerCookie } from "@/lib/sign-in/buyer-session";
import { sendsOperatorCookie } from "@/lib/sign-in/operator-session";
import { sendsSessionCookie } from "@/lib/sign-in/seller-session";
import { type RequestHeaders, readHeader } from "./headers";

const sessionCookies = [sendsSessionCookie, sendsBuyerCookie, sendsOperatorCookie];

/** The refusal of such a request. It names the address of this shop, since somebody may have opened it by another one. */
export function foreignOrigin(): AppError {
  return new AppError("foreign_origin", { detail: `Use this server's own pages for that: ${settings().appUrl}` });
}

/**
 * True when a state-changing request must be refused because another site may have made it.
 *
 * The `Origin` header must be our own. Programs send none: that is allowed only without a session cookie, because then
 * nobody's session is abused, and only if the browser itself does not report another site.
 */
export function isForeignOrigin(headers: RequestHeaders): boolean {
  switch (askedFrom(headers)) {
    case "our page":
      return false;
    case "another site":
      return true;
    case "unknown":
      return sessionCookies.some((isSent) => isSent(readHeader(headers, "cookie")));
  }
}

/**
 * True when a browser made this request for another site (including another port or subdomain). Payment routes serve
 * such requests and ignore their cookies.
 */
export function isCrossSite(headers: RequestHeaders): boolean {
  return askedFrom(headers) === "another site";
}

/** Neither header can be set by a page's script: both come from the browser. */
function askedFrom(headers: RequestHeaders): "our page" | "another site" | "unknown" {
  const origin = readHeader(headers, "origin");
  const site = readHeader(headers, "sec-fetch-site");
  if (origin === settings().appUrl) return "our page";
  // Our pages send no referrer, and some browsers then hide the origin of our own requests as well. A sandboxed page has
  // the origin "null" too, but its requests are cross-site.
  if (origin !== null && !(origin === "null" && site === "same-origin")) return "another site";
  if (site !== null && site !== "same-origin" && site !== "none") return "another site";
  return origin === "null" ? "our page" : "unknown";
}
