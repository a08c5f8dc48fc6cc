import "server-only";
import type { IncomingHttpHeaders } from "node:http";

/** Request headers of either kind of route: an app route's `Headers` or a Pages API route's `req.headers`. */
export type RequestHeaders = Headers | IncomingHttpHeaders;

/** One request header by its lower-case name, or null. Repeated ones are joined with ", " as `Headers` does. */
export function readHeader(headers: RequestHeaders, name: string): string | null {
  if (isWebHeaders(headers)) return headers.get(name);
  const value = headers[name];
  if (value === undefined) return null;
  return Array.isArray(value) ? value.join(", ") : value;
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
