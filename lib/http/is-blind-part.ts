import "server-only";
import type { IncomingHttpHeaders } from "node:http";
import { chooseRange } from "./byte-range";

/**
 * True for a range that starts after the first byte and does not say of which bytes: no `If-Range`, and no ETag in
 * `If-Match`. A date does not identify them either, since its resolution is a second. `curl -C -` and `wget -c` send
 * such requests.
 */
export function isBlindPart(headers: IncomingHttpHeaders): boolean {
  const tags = headers["if-match"]?.trim() ?? "*";
  if (headers["if-range"] !== undefined || tags !== "*") return false;
  const range = chooseRange(headers, Number.MAX_SAFE_INTEGER, "");
  return range === "unsatisfiable" || (range !== null && range.start > 0);
}
