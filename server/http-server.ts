import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import { PEER_HEADER } from "@/lib/http/client-ip";
import { boundBody } from "./body-deadline";
import { capConnections } from "./connection-cap";
import { continueOnceRead } from "./continue-once-read";
import { downloadHost } from "./download-host";
import type { Probe } from "./hand-off-probe";
import { leadHome } from "./lead-home";
import { refuseOnSocket, refuseRequest } from "./refuse";
import { type HeaderOptions, securityHeaders } from "./security-headers";
import { varyByAsker } from "./vary-by-asker";
import { dropLongRange, judgeRequest } from "./wall";

/** The most bytes of all request headers together. A payment header has about 1 KB. */
export const MAX_HEADER_BYTES = 16 * 1024;

const EXPECTATION = "The only Expect that is known here is 100-continue.";

export type ServerOptions = HeaderOptions & {
  /** The origin that people open. */
  appUrl: string;
  /** The number of proxies in front. Above 0, connections are theirs, not their visitors'. */
  trustedProxies: number;
  /** Responds to its own requests. */
  probe?: Pick<Probe, "answer">;
  /** The same, for `npm run doctor`. */
  doctor?: Pick<Probe, "answer">;
};

/** The HTTP server around the app. `handle` gets the requests that pass all checks before the routes. */
export function makeServer(
  handle: (req: IncomingMessage, res: ServerResponse) => unknown,
  { trustedProxies, probe, doctor, ...options }: ServerOptions,
): Server {
  const setSecurityHeaders = securityHeaders(options);
  const answerDownloadHost = downloadHost(options.downloadOrigin);
  const ledHome = leadHome({ ...options, trustedProxies });
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (req, res) => {
    // Replaces the client's value, since limits count by this address.
    req.headers[PEER_HEADER] = req.socket.remoteAddress ?? "";
    const wrong = judgeRequest(req);
    if (wrong) return refuseRequest(req, res, wrong, options);
    dropLongRange(req);
    // Its bodies are as large and slow as those of uploads.
    if (doctor?.answer(req, res)) return;
    boundBody(req, res);
    if (probe?.answer(req, res) || answerDownloadHost(req, res) || ledHome(req, res)) return;
    setSecurityHeaders(req, res);
    if (req.url?.startsWith("/f/") || req.url?.startsWith("/s/")) varyByAsker(res);
    handle(req, res);
  });
  // An upload may last for hours. Only its headers must be quick; an idle connection is closed.
  server.requestTimeout = 0;
  server.headersTimeout = 30_000;
  server.timeout = 300_000;
  // Longer than the minute for which proxies usually keep a connection: the proxy should close first.
  server.keepAliveTimeout = 65_000;
  if (trustedProxies === 0) capConnections(server);
  server.on("clientError", refuseOnSocket);
  server.on("checkExpectation", (req, res) => {
    refuseRequest(req, res, new AppError("malformed_request", { detail: EXPECTATION }), options);
  });
  server.on("checkContinue", (req, res) => {
    continueOnceRead(req, res);
    server.emit("request", req, res);
  });
  return server;
}
