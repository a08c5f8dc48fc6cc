import { isOnlyLooking } from "@/lib/http/never-pays";

/**
 * True when a person opened the page: a navigation of a browser's own window. Browsers say so in `Sec-Fetch-*`; HEAD,
 * scripts, prefetches and preview bots do not, and count for nothing.
 */
export function isPageView(headers: Headers): boolean {
  const navigates = headers.get("sec-fetch-mode") === "navigate" && headers.get("sec-fetch-dest") === "document";
  return navigates && !isOnlyLooking(headers);
}
