import "server-only";
import { showsPayment } from "./credentials";
import { type RequestHeaders, readHeader } from "./headers";
import { isPreviewBot } from "./preview-bots";

/**
 * Rule 8: HEAD, OPTIONS, prefetches, the app's own navigation and link-preview bots never verify, reserve, settle or
 * get bytes. A POST is always intentional. A bot that shows a payment is none: no preview has one to show.
 */
export function neverPays(method: string | undefined, headers: RequestHeaders): boolean {
  if (method === "HEAD" || method === "OPTIONS") return true;
  return method === "GET" && isOnlyLooking(headers);
}

/** True for prefetches, the app's own navigation and link-preview bots. */
export function isOnlyLooking(headers: RequestHeaders): boolean {
  const purpose = `${readHeader(headers, "sec-purpose") ?? ""} ${readHeader(headers, "purpose") ?? ""}`;
  if (purpose.toLowerCase().includes("prefetch") || readHeader(headers, "x-moz") === "prefetch") return true;
  if (readHeader(headers, "rsc") !== null || readHeader(headers, "next-router-prefetch") !== null) return true;
  if (showsPayment(headers)) return false;
  // In-app browsers name the same companies; a browser identifies itself by Sec-Fetch-Site.
  const browsing = readHeader(headers, "sec-fetch-site") !== null;
  return !browsing && isPreviewBot(readHeader(headers, "user-agent") ?? "");
}
