import "server-only";
import type { IncomingHttpHeaders } from "node:http";
import { chooseRange } from "./byte-range";

/**
 * True for a part that begins behind the first byte and does not say of which bytes it shall be: no `If-Range`, and no tag
 * in `If-Match`. A date does not say it either, since it knows seconds only. So ask `curl -C -` and `wget -c`.
 */
export function isBlindPart(headers: IncomingHttpHeaders): boolean {
  const tags = headers["if-match"]?.trim() ?? "*";
  if (headers["if-range"] !== undefined || tags !== "*") return false;
  const range = chooseRange(headers, Number.MAX_SAFE_INTEGER, "");
  return range === "unsatisfiable" || (range !== null && range.start > 0);
}
