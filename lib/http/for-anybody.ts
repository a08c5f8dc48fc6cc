import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import { toProblem } from "./problem";

/** Seconds for which bytes may be cached if their URL does not name them. */
const SHORTLY = 60;

/**
 * Headers of bytes that anybody may see. They are sent as if they were untrusted: never sniffed, never run, in a sandbox.
 *
 * @param immutable the URL names these very bytes, so that they may be cached for ever
 */
export function publicHeaders(mediaType: string, immutable: boolean): Record<string, string> {
  return {
    "Content-Type": mediaType,
    "Content-Disposition": "inline",
    "Cache-Control": `public, max-age=${immutable ? 31_536_000 : SHORTLY}${immutable ? ", immutable" : ""}, no-transform`,
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
  };
}

/**
 * A route of public bytes, GET and HEAD: any site may show them, since cookies and headers give no access here. What is thrown before
 * the first byte becomes a problem document; after it the connection is destroyed.
 */
export async function forAnybody(req: IncomingMessage, res: ServerResponse, send: () => Promise<void>): Promise<void> {
  res.setHeader("Access-Control-Allow-Origin", "*");
  try {
    if (req.method !== "GET" && req.method !== "HEAD") {
      throw new AppError("method_not_allowed", { headers: { Allow: "GET, HEAD" } });
    }
    await send();
  } catch (error) {
    const problem = toProblem(error);
    if (res.headersSent) return void res.destroy();
    res.statusCode = problem.status;
    const body = JSON.stringify(problem.body);
    setHeaders(res, {
      ...problem.headers,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
      "Content-Length": `${Buffer.byteLength(body)}`,
    });
    res.end(req.method === "HEAD" ? undefined : body);
  }
}

export function setHeaders(res: ServerResponse, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}
