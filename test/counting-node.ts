import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A node that passes everything on and counts the calls. */
export async function startCountingNode(target: string) {
  let calls = 0;
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    calls += 1;
    const headers = { "Content-Type": "application/json" };
    const body = Buffer.concat(parts).toString();
    res.writeHead(200, headers).end(await (await fetch(target, { method: "POST", headers, body })).text());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    stop() {
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
}
