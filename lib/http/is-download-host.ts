import "server-only";
import { type RequestHeaders, readHeader } from "./headers";

/**
 * Set by our own server on requests to DOWNLOAD_ORIGIN, and removed from all others. On those it has removed cookies
 * and every header that pays, signs in or claims: only tickets work there.
 */
export const DOWNLOADS_HEADER = "x-filekiosk-downloads";

/** True when the request came to DOWNLOAD_ORIGIN. */
export function isDownloadHost(headers: RequestHeaders): boolean {
  return readHeader(headers, DOWNLOADS_HEADER) !== null;
}
