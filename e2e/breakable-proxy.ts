import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A loopback HTTP proxy that a test can break: every connection is then cut. It also serves a browser as its proxy. */
export async function startBreakableProxy(target: string) {
  let broken = false;
  let last: string | undefined;
  let cutIn: { path: string; bytes: number } | undefined;
  const server = createServer((req, res) => {
    if (broken) return req.socket.destroy();
    const { method, url, headers } = req;
    let isLast = false;
    const forward = request(new URL(url ?? "/", target), { method, headers }, (answer) => {
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
    mend() {
      broken = false;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
