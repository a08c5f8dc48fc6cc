import "server-only";
import { type RequestHeaders, readHeader } from "./headers";

/**
 * Set by our own server on requests that came to DOWNLOAD_ORIGIN, and taken off all others. There it has removed
 * cookies and every header that pays, signs in or claims: tickets are all that counts.
 */
export const DOWNLOADS_HEADER = "x-filekiosk-downloads";

/** True when the request came to DOWNLOAD_ORIGIN. */
export function isDownloadHost(headers: RequestHeaders): boolean {
  return readHeader(headers, DOWNLOADS_HEADER) !== null;
}
