import { isOnlyLooking } from "@/lib/http/never-pays";

/**
 * True when a person opened the page: a navigation of a browser's own window. Browsers report it in `Sec-Fetch-*`;
 * HEAD, scripts, prefetches and preview bots do not, and are not counted.
 */
export function isPageView(headers: Headers): boolean {
  const navigates = headers.get("sec-fetch-mode") === "navigate" && headers.get("sec-fetch-dest") === "document";
  return navigates && !isOnlyLooking(headers);
}
