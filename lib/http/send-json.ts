import "server-only";
import type { ServerResponse } from "node:http";
import { toProblem } from "./problem";

/** A short response of a route that is not an app route. */
export function send(res: ServerResponse, status: number, headers: Record<string, string>, body?: string): void {
  res.statusCode = status;
  const all = { "Cache-Control": "private, no-store, no-transform", "X-Content-Type-Options": "nosniff", ...headers };
  for (const [name, value] of Object.entries(all)) res.setHeader(name, value);
  if (body !== undefined) res.setHeader("Content-Length", Buffer.byteLength(body));
  res.end(body);
}

/** Problem+json for what was thrown, if it is not too late for a response: a clean end would make a broken copy look complete. */
export function sendProblem(res: ServerResponse, error: unknown): void {
  const problem = toProblem(error);
  if (res.headersSent) return void res.destroy();
  send(res, problem.status, problem.headers, JSON.stringify(problem.body));
}
