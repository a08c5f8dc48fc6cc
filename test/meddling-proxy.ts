import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What somebody between a client and the shop does to its requests and answers. Each holds until it is changed. */
export type Meddling = {
  /** Answers itself; undefined to let the request pass. */
  answers?: (req: IncomingMessage) => { status: number; headers?: Record<string, string>; body?: string } | undefined;
  /** Lets the request pass, and answers something else than the shop; undefined to let the answer pass, too. */
  replaces?: (req: IncomingMessage) => { status: number; headers?: Record<string, string>; body?: string } | undefined;
  /** Bytes; a larger body is 413. */
  maxBody?: number;
  /** Request headers that do not reach the shop, lower case. */
  dropsHeaders?: string[];
  /** Answer headers that do not reach the client, lower case. */
  dropsAnswerHeaders?: string[];
  /** Collects each body before it asks the shop. */
  keepsBodies?: boolean;
  /** Takes no more than these bytes of a body, and says nothing: they go nowhere. */
  holdsBodyAfter?: number;
  /** Passes on no more than these bytes of an answer, and keeps the connection: nothing comes any more. */
  holdsAnswerAfter?: number;
  /** Cuts the connection after these bytes of an answer. */
  cutsAnswerAfter?: number;
  /** Milliseconds before the request is passed on. */
  delays?: number;
  /** Only for these requests; by default for all. */
  isMeant?: (req: IncomingMessage) => boolean;
};

const page = "<!doctype html><title>Somebody else</title><h1>Not the shop</h1>";

/** A page of a proxy's or network's own. */
export const pageOf = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: { "Content-Type": "text/html; charset=utf-8", ...headers },
  body: page,
});

/** A loopback HTTP proxy in front of `target` that a test can let meddle. */
export async function startMeddlingProxy(target: string, more = (): Record<string, string> => ({})) {
  let meddling: Meddling = {};
  let watching: (req: IncomingMessage) => void = () => {};
  const server = createServer((req, res) => {
    watching(req);
    const meant = meddling.isMeant?.(req) === false ? {} : meddling;
    const own = meant.answers?.(req);
    const tooLarge = Number(req.headers["content-length"] ?? 0) > (meant.maxBody ?? Number.POSITIVE_INFINITY);
    if (own || tooLarge) {
      // As nginx does: the body is read, so that a browser sees the answer.
      req.resume();
      const { status, headers, body } = own ?? pageOf(413);
      return void req.on("end", () => res.writeHead(status, headers).end(req.method === "HEAD" ? "" : body));
    }
    if (meant.holdsBodyAfter !== undefined && req.method === "PATCH") return hold(req, meant.holdsBodyAfter);
    setTimeout(() => pass(req, res, meant), meant.delays ?? 0);
  });

  async function pass(req: IncomingMessage, res: ServerResponse, meant: Meddling): Promise<void> {
    const { method, url } = req;
    const body = meant.keepsBodies ? await collect(req) : null;
    const headers = { ...without(req.headers, meant.dropsHeaders), ...more() };
    // A connection of its own: one that is kept may just be ending.
    const asked = request(new URL(url ?? "/", target), { method, headers, agent: false }, (answer) => {
      const instead = meant.replaces?.(req);
      if (instead) {
        answer.resume();
        return void res.writeHead(instead.status, instead.headers).end(instead.body);
      }
      res.writeHead(answer.statusCode ?? 502, without(answer.headers, meant.dropsAnswerHeaders));
      passAnswer(answer, res, meant);
    });
    asked.on("error", () => (res.headersSent ? res.destroy() : res.writeHead(502).end(page)));
    res.on("close", () => asked.destroy());
    if (body) asked.end(body);
    else req.pipe(asked);
  }

  server.keepAliveTimeout = 120_000;
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    /** From now on, instead of what it did before. */
    meddle(next: Meddling) {
      meddling = next;
    },
    /** Sees each request. */
    watch(seen: (req: IncomingMessage) => void) {
      watching = seen;
    },
    /** Lets go of everything that it holds. */
    cut: () => server.closeAllConnections(),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function hold(req: IncomingMessage, after: number): void {
  let taken = 0;
  req.on("data", (part: Buffer) => {
    taken += part.length;
    if (taken >= after) req.pause();
  });
}

function passAnswer(answer: IncomingMessage, res: ServerResponse, meant: Meddling): void {
  const most = meant.holdsAnswerAfter ?? meant.cutsAnswerAfter ?? Number.POSITIVE_INFINITY;
  let sent = 0;
  answer.on("data", (part: Buffer) => {
    const room = part.subarray(0, Math.max(0, most - sent));
    sent += part.length;
    if (room.length > 0) res.write(room);
    if (sent < most) return;
    answer.pause();
    if (meant.cutsAnswerAfter !== undefined) setTimeout(() => res.destroy(), 50);
  });
  answer.on("end", () => res.end());
  answer.on("error", () => res.destroy());
}

function without(headers: IncomingMessage["headers"], names: string[] = []): IncomingMessage["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

async function collect(from: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of from) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
