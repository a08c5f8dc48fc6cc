import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { AppError } from "@/lib/errors";
import { paymentCorsHeaders } from "@/lib/http/cors";
import { toProblem } from "@/lib/http/problem";
import { sandboxPolicy } from "./content-policy";
import { isForPayments } from "./payment-path";
import { setStaticHeaders } from "./security-headers";

/** Errors before any route, in the same form as those of routes: problem details (RFC 9457) with a stable code. */

/** Rejects a request before its route. @param options `https`: the public origin is https */
export function refuseRequest(
  req: IncomingMessage,
  res: ServerResponse,
  error: AppError,
  options: { https: boolean },
): void {
  setStaticHeaders(res, options);
  sendProblem(req, res, error, {
    ...(isForPayments(req) ? paymentCorsHeaders : {}),
    // The rest of a body is not read.
    ...(hasBody(req) ? { Connection: "close" } : {}),
  });
}

/** Responds with a problem document and these headers. */
export function sendProblem(
  req: IncomingMessage,
  res: ServerResponse,
  error: AppError,
  more: OutgoingHttpHeaders = {},
): void {
  const { status, headers, body } = toProblem(error);
  const text = JSON.stringify(body);
  res.writeHead(status, {
    ...headers,
    "Content-Length": Buffer.byteLength(text),
    "Content-Security-Policy": sandboxPolicy,
    ...more,
  });
  res.end(req.method === "HEAD" ? undefined : text);
}

/** Rejects bytes that Node could not parse as a request, and ends the connection. */
export function refuseOnSocket(error: NodeJS.ErrnoException, socket: Duplex): void {
  // A response that has started must not be mixed with ours. A client that sent nothing in time is not waiting for one.
  const begun = (socket as { _httpMessage?: ServerResponse })._httpMessage?.headersSent;
  const silent = error.code === "ECONNRESET" || error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  if (socket.writable && !begun && !silent) {
    socket.write(wholeAnswer(error.code === "HPE_HEADER_OVERFLOW" ? "header_too_large" : "malformed_request"));
  }
  (socket as { destroySoon?(): void }).destroySoon?.();
}

function wholeAnswer(code: "header_too_large" | "malformed_request"): string {
  const { status, headers, body } = toProblem(new AppError(code));
  const text = JSON.stringify(body);
  const lines = {
    ...headers,
    "Content-Length": Buffer.byteLength(text),
    // The route is not known here. No credentials are allowed with it, so this gives no access.
    ...paymentCorsHeaders,
    "Content-Security-Policy": sandboxPolicy,
    "X-Content-Type-Options": "nosniff",
    Connection: "close",
  };
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(lines).map(([name, value]) => `${name}: ${value}`),
    "",
    text,
  ].join("\r\n");
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
