import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A loopback HTTP proxy that a test can break: every connection is then cut. It also serves a browser as its proxy.
 *
 * @param more headers that it adds to each request
 */
export async function startBreakableProxy(target: string, more = (): Record<string, string> => ({})) {
  let broken = false;
  let last: string | undefined;
  let cutIn: { path: string; bytes: number } | undefined;
  let losing: { isMeant: (req: IncomingMessage) => boolean; lost: () => void } | undefined;
  let cutPart: { after: number; isDone: boolean } | undefined;
  let watching: (req: IncomingMessage) => void = () => {};
  const server = createServer((req, res) => {
    if (broken) return req.socket.destroy();
    watching(req);
    const { method, url } = req;
    const headers = { ...req.headers, ...more() };
    let isLast = false;
    const meant = losing?.isMeant(req) ? losing : undefined;
    if (meant) losing = undefined;
    const forward = request(new URL(url ?? "/", target), { method, headers }, (answer) => {
      if (meant) {
        meant.lost();
        answer.resume();
        return void req.socket.destroy();
      }
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
      if (cutIn && url?.includes(cutIn.path)) {
        let sent = 0;
        answer.on("data", (part: Buffer) => {
          sent += part.length;
          if (cutIn && sent >= cutIn.bytes) cut();
        });
      }
      if (isLast) res.once("finish", cut);
    });
    forward.on("error", () => req.socket.destroy());
    const cutting = cutPart && !cutPart.isDone && method === "PATCH" ? cutPart : undefined;
    let passed = 0;
    if (cutting) {
      req.on("data", (part: Buffer) => {
        passed += part.length;
        if (passed < cutting.after || cutting.isDone) return;
        cutting.isDone = true;
        req.socket.destroy();
        forward.destroy();
      });
    }
    req.on("data", (part: Buffer) => {
      if (last && part.includes(last)) isLast = true;
    });
    req.pipe(forward);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  function cut() {
    broken = true;
    last = undefined;
    cutIn = undefined;
    server.closeAllConnections();
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    break: cut,
    /** Lets one more request pass, the next that holds this text, and its answer. */
    breakAfter(text: string) {
      last = text;
    },
    /** Breaks in the middle of an answer: after so many bytes of the next one whose address holds this text. */
    breakIn(path: string, bytes: number) {
      cutIn = { path, bytes };
    },
    /** Lets the next such request pass, but not its answer. `lost` is called once the server has answered. */
    loseAnswer(isMeant: (req: IncomingMessage) => boolean, lost = () => {}) {
      losing = { isMeant, lost };
    },
    /** Cuts one connection: that of the next PATCH, once so many bytes of it have passed. */
    cutPartAfter(bytes: number): { done(): boolean } {
      const cut = { after: bytes, isDone: false };
      cutPart = cut;
      return { done: () => cut.isDone };
    },
    /** Sees each request. */
    watch(seen: (req: IncomingMessage) => void) {
      watching = seen;
    },
    mend() {
      broken = false;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
