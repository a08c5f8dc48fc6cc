import "server-only";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import { carryBody } from "./plain-body";
import { problemResponse } from "./problem";
import type { Method, RouteHandler } from "./route";

/**
 * Makes an app route callable by Node's server without Next, whose router turns a body into a web stream. Only for
 * routes without path parameters and with small responses. A handler reads the body by `plainBody`.
 */
export function nodeRoute(handlers: Partial<Record<Method, RouteHandler>>) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const response = await answer(handlers[req.method as Method], req).catch(problemResponse);
    const body = Buffer.from(await response.arrayBuffer());
    res.statusCode = response.status;
    for (const [name, value] of response.headers) res.setHeader(name, value);
    if (response.status !== 204) res.setHeader("Content-Length", body.length);
    if (response.headers.get("connection") === "close" && !req.complete) await linger(res, body);
    res.end(body.length > 0 && !res.headersSent ? body : undefined);
    // The unread rest of a body is discarded, since a browser shows a response only after it has sent everything.
    req.resume();
  };
}

/** How long a client that is still sending has to read the error before the connection is closed (ms). */
const LINGER = 1_000;

/**
 * Sends the whole response and leaves the connection open for a moment, reading nothing. If it were closed immediately,
 * a client that is still sending would get a connection error before it reads the response.
 */
async function linger(res: ServerResponse, body: Buffer): Promise<void> {
  if (body.length > 0) res.write(body);
  else res.flushHeaders();
  const over = new AbortController();
  const gone = once(res, "close", { signal: over.signal }).catch(() => {});
  await Promise.race([gone, sleep(LINGER, undefined, { ref: false })]);
  over.abort();
}

async function answer(handler: RouteHandler | undefined, req: IncomingMessage): Promise<Response> {
  if (!handler) throw new AppError("method_not_allowed");
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  // The host does not matter: handlers only look at the path.
  const request = new Request(new URL(req.url ?? "/", "http://localhost"), { method: req.method, headers });
  carryBody(request, req);
  return handler(request);
}
