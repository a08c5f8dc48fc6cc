import "server-only";
import { readCookie } from "../cookies";
import { settings } from "../env";
import { SESSION_COOKIE } from "../sign-in/session";
import { type RequestHeaders, readHeader } from "./headers";

/**
 * True when a state-changing request must be refused because another site may have made it.
 *
 * The `Origin` header must be our own. Programs send none: that is allowed only without a session cookie, because then
 * nobody's name is borrowed, and only when the browser does not say itself (`Sec-Fetch-Site`) that another site asks.
 */
export function isForeignOrigin(headers: RequestHeaders): boolean {
  const origin = readHeader(headers, "origin");
  if (origin !== null) return origin !== settings().appUrl;
  return isCrossSite(headers) || readCookie(readHeader(headers, "cookie"), SESSION_COOKIE) !== null;
}

/**
 * True when a browser made this request for another site (another port or subdomain counts as another site). Payment
 * routes serve such requests and ignore their cookies.
 */
export function isCrossSite(headers: RequestHeaders): boolean {
  const origin = readHeader(headers, "origin");
  if (origin !== null && origin !== settings().appUrl) return true;
  const site = readHeader(headers, "sec-fetch-site");
  return site !== null && site !== "same-origin" && site !== "none";
}
