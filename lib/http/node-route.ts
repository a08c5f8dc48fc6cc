import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../errors";
import { carryBody } from "./plain-body";
import { problemResponse } from "./problem";
import type { Method, RouteHandler } from "./route";

/**
 * Makes an app route one that Node's server can call without Next, whose router turns a body into a web stream. Only for
 * routes without path parameters, with small answers. A handler reads the body by `plainBody`.
 */
export function nodeRoute(handlers: Partial<Record<Method, RouteHandler>>) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const response = await answer(handlers[req.method as Method], req).catch(problemResponse);
    const body = Buffer.from(await response.arrayBuffer());
    res.statusCode = response.status;
    for (const [name, value] of response.headers) res.setHeader(name, value);
    if (response.status !== 204) res.setHeader("Content-Length", body.length);
    res.end(body);
    // What nobody wanted is thrown away, or a browser that is still sending would never see the answer.
    req.resume();
  };
}

async function answer(handler: RouteHandler | undefined, req: IncomingMessage): Promise<Response> {
  if (!handler) throw new AppError("method_not_allowed");
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  // Where it was sent to is the socket's business: handlers look at the path alone.
  const request = new Request(new URL(req.url ?? "/", "http://localhost"), { method: req.method, headers });
  carryBody(request, req);
  return handler(request);
}
