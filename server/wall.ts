import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/errors";
import { maxOf } from "./header-limits";

/**
 * Limits of every request, checked before any route at little cost. The routes' own limits are lower; these keep Next,
 * and everything else that parses a request, from long input.
 */

/** The longest path and query together, in characters. A URL with a ticket has about 200. */
export const URL_MAX = 2_048;
/** The most parameters of a query. Our own have three; Next's work for repeated ones is quadratic. */
export const PARAMETERS_MAX = 32;
/** The most headers. Browsers send some twenty, proxies add as many. */
export const HEADERS_MAX = 100;
/** The longest `Range` that is parsed. RFC 9110, 14.2: a server may ignore it. */
export const RANGE_MAX = 100;

/** @returns why this request is rejected: `malformed_request`, `url_too_long` or `header_too_large`; null if it is not */
export function judgeRequest({
  url = "",
  headers,
  rawHeaders,
}: Pick<IncomingMessage, "url" | "headers" | "rawHeaders">): AppError | null {
  if (rawHeaders.length > 2 * HEADERS_MAX) return refusal("header_too_large", `Send at most ${HEADERS_MAX} headers.`);
  if (countHosts(rawHeaders) > 1) return refusal("malformed_request", "Send one Host header.");
  // Not an absolute URL, as sent to a proxy, nor "*": Next would redirect to that server.
  if (!url.startsWith("/")) return refusal("malformed_request", "Ask for a path, beginning with a slash.");
  if (url.length > URL_MAX) {
    return refusal("url_too_long", `Path and query have at most ${URL_MAX} characters together.`);
  }
  if (countParameters(url) > PARAMETERS_MAX) {
    return refusal("malformed_request", `A query has at most ${PARAMETERS_MAX} parameters.`);
  }
  for (const [name, value] of Object.entries(headers)) {
    const max = maxOf(name);
    if (name !== "range" && lengthOf(value) > max) {
      return refusal("header_too_large", `The header ${name} has at most ${max} characters.`);
    }
  }
  return null;
}

/** Removes a `Range` that is longer than any honest one, so that the whole file is sent. */
export function dropLongRange({ headers }: Pick<IncomingMessage, "headers">): void {
  if (lengthOf(headers.range) > RANGE_MAX) delete headers.range;
}

function refusal(code: "malformed_request" | "url_too_long" | "header_too_large", detail: string): AppError {
  return new AppError(code, { detail });
}

/** @param rawHeaders names and values in turn */
function countHosts(rawHeaders: readonly string[]): number {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === "host").length;
}

function countParameters(url: string): number {
  const start = url.indexOf("?");
  return start < 0 ? 0 : url.slice(start).split("&").length;
}

function lengthOf(value: string | string[] | undefined): number {
  return Array.isArray(value) ? value.join(", ").length : (value?.length ?? 0);
}
