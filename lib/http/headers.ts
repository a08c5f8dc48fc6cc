import "server-only";
import type { IncomingHttpHeaders } from "node:http";

/** Request headers of either kind of route: an app route's `Headers` or a Pages API route's `req.headers`. */
export type RequestHeaders = Headers | IncomingHttpHeaders;

/**
 * One request header by its lower-case name, or null without one: an empty header is like none. Repeated ones are joined
 * with ", " as `Headers` does.
 */
export function readHeader(headers: RequestHeaders, name: string): string | null {
  return readHeaderAsSent(headers, name) || null;
}

/** The same, and `""` for an empty one: an empty condition is none that is met. */
export function readHeaderAsSent(headers: RequestHeaders, name: string): string | null {
  const value = isWebHeaders(headers) ? headers.get(name) : headers[name];
  return (Array.isArray(value) ? value.join(", ") : value) ?? null;
}

/** Adds headers that the response does not have yet; existing headers stay. */
export function withDefaultHeaders(response: Response, headers: Record<string, string>): Response {
  // A copy: some responses (such as redirects) have immutable headers.
  const copy = new Response(response.body, response);
  for (const [name, value] of Object.entries(headers)) {
    if (!copy.headers.has(name)) copy.headers.set(name, value);
  }
  return copy;
}

function isWebHeaders(headers: RequestHeaders): headers is Headers {
  return typeof headers.get === "function";
}
