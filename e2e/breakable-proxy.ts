import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A loopback HTTP proxy that a test can break: every connection is then cut. */
export async function startBreakableProxy(target: string) {
  let broken = false;
  const server = createServer((req, res) => {
    if (broken) return req.socket.destroy();
    const { method, url, headers } = req;
    const forward = request(new URL(url ?? "/", target), { method, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    forward.on("error", () => req.socket.destroy());
    req.pipe(forward);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    break() {
      broken = true;
      server.closeAllConnections();
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
