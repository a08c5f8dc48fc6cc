import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import { toProblem } from "./problem";

export type PictureToSend = {
  bytes: Uint8Array;
  mediaType: string;
  /** Hash of the picture: a strong validator. */
  etag: string;
  /** True when the URL names this very picture, so that it may be cached for ever. */
  immutable: boolean;
};

/** Seconds for which a picture may be cached if its URL does not name its content. */
const SHORTLY = 60;

/**
 * A route for small public pictures, GET and HEAD. This server made them, but sends them as if they were untrusted:
 * never sniffed, never run, in a sandbox. Cookies and headers give no access here, so any site may show them.
 */
export async function sendPicture(
  req: IncomingMessage,
  res: ServerResponse,
  find: () => Promise<PictureToSend>,
): Promise<void> {
  res.setHeader("Access-Control-Allow-Origin", "*");
  try {
    if (req.method !== "GET" && req.method !== "HEAD") {
      throw new AppError("method_not_allowed", { headers: { Allow: "GET, HEAD" } });
    }
    const { bytes, mediaType, etag, immutable } = await find();
    setHeaders(res, {
      "Content-Type": mediaType,
      "Content-Length": String(bytes.length),
      "Cache-Control": `public, max-age=${immutable ? 31_536_000 : SHORTLY}${immutable ? ", immutable" : ""}, no-transform`,
      ETag: `"${etag}"`,
      "Content-Security-Policy": "sandbox; default-src 'none'",
      "Cross-Origin-Resource-Policy": "cross-origin",
      "Content-Disposition": "inline",
    });
    if (req.headers["if-none-match"]?.includes(`"${etag}"`)) {
      res.removeHeader("Content-Length");
      res.statusCode = 304;
    }
    res.end(req.method === "GET" && res.statusCode === 200 ? bytes : undefined);
  } catch (error) {
    const problem = toProblem(error);
    if (res.headersSent) return void res.destroy();
    res.statusCode = problem.status;
    const body = JSON.stringify(problem.body);
    setHeaders(res, {
      ...problem.headers,
      "Cache-Control": "private, no-store",
      "Content-Length": `${Buffer.byteLength(body)}`,
    });
    res.end(req.method === "HEAD" ? undefined : body);
  }
}

function setHeaders(res: ServerResponse, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries({ ...headers, "X-Content-Type-Options": "nosniff" })) {
    res.setHeader(name, value);
  }
}
