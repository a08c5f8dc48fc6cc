import "server-only";
import { type RequestHeaders, readHeader } from "./headers";
import { isPreviewBot } from "./preview-bots";

/** True for prefetches, the app's own navigation and link-preview bots: they get no bytes and cannot pay. */
export function isOnlyLooking(headers: RequestHeaders): boolean {
  const purpose = `${readHeader(headers, "sec-purpose") ?? ""} ${readHeader(headers, "purpose") ?? ""}`;
  if (purpose.toLowerCase().includes("prefetch") || readHeader(headers, "x-moz") === "prefetch") return true;
  if (readHeader(headers, "rsc") !== null || readHeader(headers, "next-router-prefetch") !== null) return true;
  // People's in-app browsers name the same companies; a browser says by Sec-Fetch-Site that it is one.
  const browsing = readHeader(headers, "sec-fetch-site") !== null;
  return !browsing && isPreviewBot(readHeader(headers, "user-agent") ?? "");
}
