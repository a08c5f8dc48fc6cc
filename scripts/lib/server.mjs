import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { boundBody } from "./body-deadline.mjs";
import { capConnections } from "./connection-cap.mjs";
import { answerDownloadHost } from "./download-host.mjs";
import { pagePolicy } from "./security-headers.mjs";
import { dropLongRange, judgeRequest, refuseRequest } from "./wall.mjs";

/** The longest request headers in bytes, all together. A payment header has about 1 KB. */
export const MAX_HEADER_BYTES = 16 * 1024;

/** Tells the app where a request came from. Kept in step with PEER_HEADER in lib/http/client-ip.ts by a test. */
export const PEER_HEADER = "x-filekiosk-peer";

/** Requests that Node itself refuses, before any door sees them. Kept in step with lib/errors.ts by a test. */
export const refusals = {
  header_too_large: {
    status: 431,
    reason: "Request Header Fields Too Large",
    title: "The request's headers are too large.",
  },
  malformed_request: { status: 400, reason: "Bad Request", title: "The request could not be read." },
};

/**
 * The HTTP server around the app.
 *
 * @param {(req: import("node:http").IncomingMessage, res: import("node:http").ServerResponse) => unknown} handle
 * @param {{ https: boolean, walletConnect: boolean, strictPolicy: boolean, downloadOrigin?: string,
 *   trustedProxies?: number, probe?: { answer(req: import("node:http").IncomingMessage, res: import("node:http").ServerResponse): boolean } }} options
 *   `https`: the public origin is https; `strictPolicy`: pages get a Content-Security-Policy with a nonce (not in development);
 *   `trustedProxies`: connections are theirs, not their visitors'; `probe`: answers the requests that are for it
 */
export function makeServer(handle, { https, walletConnect, strictPolicy, downloadOrigin, trustedProxies = 0, probe }) {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (req, res) => {
    // Whatever the client wrote there is replaced, not added to: limits count by this address.
    req.headers[PEER_HEADER] = req.socket.remoteAddress ?? "";
    const wrong = judgeRequest(req);
    if (wrong) return refuseRequest(req, res, wrong, { https });
    dropLongRange(req);
    boundBody(req, res);
    if (probe?.answer(req, res) || answerDownloadHost(req, res, downloadOrigin)) return;
    if (https) res.setHeader("Strict-Transport-Security", "max-age=31536000");
    delete req.headers["content-security-policy"];
    delete req.headers["content-security-policy-report-only"];
    if (strictPolicy && (req.headers.accept ?? "").includes("text/html")) {
      const nonce = randomBytes(16).toString("base64");
      const value = pagePolicy({ nonce, walletConnect, https, downloadOrigin });
      // In the request because Next takes the nonce for its own scripts from there.
      req.headers["content-security-policy"] = value;
      res.setHeader("Content-Security-Policy", value);
    }
    if (req.url?.startsWith("/f/")) varyByAsker(res);
    handle(req, res);
  });
  // An upload may last for hours. What must be quick is its headers; a connection on which nothing moves is closed.
  server.requestTimeout = 0;
  server.headersTimeout = 30_000;
  server.timeout = 300_000;
  // Longer than the minute for which proxies usually keep a connection: the one that closes first should be theirs.
  server.keepAliveTimeout = 65_000;
  if (trustedProxies === 0) capConnections(server);
  server.on("clientError", refuse);
  server.on("checkContinue", (req, res) => {
    continueOnceRead(req, res);
    server.emit("request", req, res);
  });
  return server;
}

/**
 * A client that asks first (`Expect: 100-continue`) is told to go on only once somebody reads the body. Node by itself
 * says so at once, and a file that is refused for its size would be sent in vain.
 *
 * @param {import("node:http").IncomingMessage} req @param {import("node:http").ServerResponse} res
 */
function continueOnceRead(req, res) {
  const { _read } = req;
  req._read = function readAndContinue(size) {
    req._read = _read;
    // An answer without it is final: what Node reads afterwards, it reads to throw away.
    if (!res.headersSent) res.writeContinue();
    return _read.call(this, size);
  };
}

/**
 * A shared link answers by who asks: a page, or the file behind 402. Caches have to know, and Next writes a `Vary` of its
 * own over whatever a route or next.config.js says, so ours is added at the last moment.
 *
 * @param {import("node:http").ServerResponse} res
 */
function varyByAsker(res) {
  const { writeHead } = res;
  res.writeHead = (...args) => {
    const names = String(res.getHeader("Vary") ?? "").split(",");
    const all = new Map(
      ["Accept", "User-Agent", "RSC", ...names].map((name) => [name.trim().toLowerCase(), name.trim()]),
    );
    all.delete("");
    res.setHeader("Vary", [...all.values()].join(", "));
    return writeHead.apply(res, args);
  };
}

/** @param {Error & { code?: string }} error @param {import("node:stream").Duplex & { _httpMessage?: { headersSent: boolean } }} socket */
function refuse(error, socket) {
  // An answer that has begun must not get ours in its middle; who sent nothing in time is not waiting for one.
  const begun = socket._httpMessage?.headersSent;
  const silent = error.code === "ECONNRESET" || error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  if (socket.writable && !begun && !silent) {
    socket.write(refusal(error.code === "HPE_HEADER_OVERFLOW" ? "header_too_large" : "malformed_request"));
  }
  socket.destroySoon?.();
}

/** @param {keyof typeof refusals} code */
function refusal(code) {
  const { status, reason, title } = refusals[code];
  const body = JSON.stringify({ type: `urn:filekiosk:problem:${code}`, title, status, code, requestId: randomUUID() });
  return [
    `HTTP/1.1 ${status} ${reason}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: private, no-store, no-transform",
    // Which door was meant is not known here. No credentials are allowed with it, so this opens nothing.
    "Access-Control-Allow-Origin: *",
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}

/**
 * Listens, or explains why it cannot.
 *
 * @param {import("node:http").Server} server @param {number} port @param {string} host
 */
export function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new Error(whyNot(error, port, host))));
    server.listen(port, host, resolve);
  });
}

/** @param {Error & { code?: string }} error @param {number} port @param {string} host */
function whyNot(error, port, host) {
  if (error.code === "EADDRINUSE") {
    return `Port ${port} is taken by another program. Stop that one, or set PORT to a free port, such as PORT=${port + 1}.`;
  }
  if (error.code === "EACCES") return `Port ${port} may not be used by this user. Set PORT to one above 1023.`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return `This machine has no address ${host}. Set HOST to one it has, such as 127.0.0.1 or 0.0.0.0.`;
  }
  return `Cannot listen on ${host}:${port}: ${error.message}`;
}

/**
 * Stops accepting, lets running requests end, cuts what is left after the deadline.
 *
 * @param {import("node:http").Server} server @param {number} deadline ms
 */
export async function drain(server, deadline) {
  const closed = new Promise((resolve) => server.close(resolve));
  // A connection that served its last answer would be kept for the client's next request, which cannot be taken.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const timer = setTimeout(() => server.closeAllConnections(), deadline);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}
