import "server-only";
import type { IncomingHttpHeaders } from "node:http";

/** Offsets of the first and the last byte; both belong to the range. */
export type ByteRange = { start: number; end: number };

/**
 * The range that a GET requests, by RFC 9110 sections 13.1.5 and 14.
 *
 * @param etag the file's strong entity tag, quotes included
 * @returns null for the whole file: no range, a malformed one, several, another unit, or an `If-Range` that does not name
 *   this very content (a weak tag or a date never does: neither is a strong validator here)
 */
export function chooseRange(
  headers: IncomingHttpHeaders,
  size: number,
  etag: string,
): ByteRange | "unsatisfiable" | null {
  const ifRange = headers["if-range"];
  if (ifRange !== undefined && ifRange.toString().trim() !== etag) return null;
  return parseRange(headers.range ?? "", size);
}

/** The longest `Range` that is parsed, in characters: more than two 64-bit numbers and some spaces need. */
const RANGE_MAX = 100;

// Not range-parser: it calls a suffix longer than the file unsatisfiable, where RFC 9110 section 14.1.2 means all of it.
function parseRange(header: string, size: number): ByteRange | "unsatisfiable" | null {
  const [first, last] = readPositions(header) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  if (first === "") {
    const suffix = Math.min(Number(last), size);
    return suffix === 0 ? "unsatisfiable" : { start: size - suffix, end: size - 1 };
  }
  const start = Number(first);
  // "A Range with a last-pos less than its first-pos is invalid", and invalid ones are ignored.
  if (last !== "" && Number(last) < start) return null;
  if (start >= size) return "unsatisfiable";
  return { start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}

/**
 * The two sides of the only range in a header, each digits or nothing. Split rather than matched, so that it takes linear time.
 */
function readPositions(header: string): string[] | null {
  if (header.length > RANGE_MAX) return null;
  const [unit = "", range, ...more] = header.split("=").map((part) => part.trim());
  if (unit.toLowerCase() !== "bytes" || range === undefined || more.length > 0) return null;
  const positions = range.split("-").map((part) => part.trim());
  return positions.length === 2 && positions.every((digits) => /^\d*$/.test(digits)) ? positions : null;
}
