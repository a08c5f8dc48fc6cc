import "server-only";
import type { IncomingHttpHeaders } from "node:http";

/**
 * True when nginx certainly interprets this request's headers as we do, so that it may send the bytes in our place.
 * 304, 416, HEAD and the choice of the range are decided before; nginx then reads the same headers once more.
 *
 * Observed with nginx 1.22: it answers `bytes=5-2`, a last position beyond 64 bits and a trailing comma with 416, knows
 * no space before `=`, takes a date in `If-Range`, and compares `If-Match` with an ETag that it does not have (412).
 *
 * @param etag the file's strong entity tag, quotes included
 * @param ranged true when one part was chosen, false for the whole file
 */
export function nginxReadsAlike(headers: IncomingHttpHeaders, etag: string, ranged: boolean): boolean {
  if (headers["if-match"] !== undefined || headers["if-unmodified-since"] !== undefined) return false;
  if (headers.range === undefined) return true;
  if (headers["if-range"] !== undefined && headers["if-range"].toString() !== etag) return false;
  return ranged && /^bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})$/.test(headers.range);
}

/**
 * What a response says so that nginx sends the bytes in our place. It derives the status and the lengths from the file
 * and the request's range.
 *
 * @param place the bytes' path in nginx
 * @param ranged true when one part was chosen, false for the whole file
 */
export function handOffHeaders(place: string, ranged: boolean): Record<string, string> {
  // nginx adds Accept-Ranges to a whole file, but not to a part.
  return { ...(ranged ? { "Accept-Ranges": "bytes" } : {}), "X-Accel-Redirect": place };
}
