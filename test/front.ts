import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** What a badly configured web server in front of the shop does. */
export type FrontFaults = {
  /** Bytes; a larger body is 413. */
  maxBody?: number;
  /** Collects each body before it asks the shop. */
  keepsBodies?: boolean;
  /** Collects each answer before it passes it on. */
  keepsAnswers?: boolean;
  /** Gives up when the shop says nothing for so long (ms): 504. */
  patience?: number;
  /** Bytes of a request's headers. */
  maxRequestHeaders?: number;
  /** Bytes of an answer's headers; larger ones are 502. */
  maxAnswerHeaders?: number;
  /** Request headers that do not reach the shop, lower case. */
  dropsHeaders?: string[];
  /** Answer headers that do not reach the client, lower case. */
  dropsAnswerHeaders?: string[];
  /** Compresses large answers. */
  compresses?: boolean;
  /** What happens to X-Forwarded-For; the visitor's address is added by default. */
  forwardedFor?: "add" | "replace" | "leave" | "add-two";
};

export type Certificate = { cert: string; key: string };

/** A certificate for localhost, signed by itself. */
export function makeCertificate(days: number): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-certificate-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  try {
    execFileSync("openssl", ["req", "-x509", ...kind, ...names, "-days", String(days), "-keyout", key, "-out", cert], {
      stdio: "ignore",
    });
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A web server with TLS in front of a shop on `port`. */
export async function startFront(port: number, certificate: Certificate, faults: FrontFaults = {}) {
  const server = createServer({ ...certificate, maxHeaderSize: faults.maxRequestHeaders ?? 64 * 1024 }, (req, res) =>
    forward(req, res, port, faults),
  );
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
}

async function forward(req: IncomingMessage, res: ServerResponse, port: number, faults: FrontFaults): Promise<void> {
  const { maxBody = Number.POSITIVE_INFINITY, patience = 0 } = faults;
  if (Number(req.headers["content-length"] ?? 0) > maxBody) {
    return void res.writeHead(413, { Connection: "close" }).end("too large");
  }
  const body = faults.keepsBodies ? await collect(req) : null;
  const { method, url: path } = req;
  const headers = headersOf(req, faults);
  const asked = request({ host: "127.0.0.1", port, method, path, headers, timeout: patience }, (answer) => {
    answerWith(answer, res, faults).catch(() => res.destroy());
  });
  asked.on("timeout", () => {
    if (!res.headersSent) res.writeHead(504).end("too slow");
    asked.destroy();
  });
  asked.on("error", () => (res.headersSent ? res.destroy() : res.writeHead(502).end("no answer")));
  if (body) asked.end(body);
  else req.pipe(asked);
}

function headersOf({ headers, socket }: IncomingMessage, { dropsHeaders = [], forwardedFor = "add" }: FrontFaults) {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropsHeaders.includes(name)));
  const before = headers["x-forwarded-for"];
  const visitor = String(socket.remoteAddress);
  const added = [before, visitor, ...(forwardedFor === "add-two" ? ["198.51.100.7"] : [])].filter(Boolean).join(", ");
  const said = { replace: visitor, leave: before, add: added, "add-two": added }[forwardedFor];
  return said === undefined ? kept : { ...kept, "x-forwarded-for": said };
}

async function answerWith(answer: IncomingMessage, res: ServerResponse, faults: FrontFaults): Promise<void> {
  const { dropsAnswerHeaders = [], maxAnswerHeaders = Number.POSITIVE_INFINITY } = faults;
  if (answer.rawHeaders.join("").length > maxAnswerHeaders) return void res.writeHead(502).end("too large");
  const headers = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => !dropsAnswerHeaders.includes(name)),
  );
  const compresses = faults.compresses && Number(headers["content-length"]) > 1_000_000;
  if (!faults.keepsAnswers && !compresses) {
    res.writeHead(answer.statusCode ?? 0, headers);
    return void answer.pipe(res);
  }
  const body = await collect(answer);
  if (!compresses) return void res.writeHead(answer.statusCode ?? 0, headers).end(body);
  const { "content-length": _length, ...others } = headers;
  res.writeHead(200, { ...others, "Content-Encoding": "gzip" }).end(gzipSync(body, { level: 1 }));
}

async function collect(from: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of from) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
