import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerBatch } from "./answer-batch";
import { deferred } from "./deferred";

/**
 * A node that forwards everything except one method: it reports the first such call and never responds.
 *
 * @param after how many of these calls it forwards before
 */
export async function startHoldingNode(target: string, method: string, after = 0) {
  let passed = 0;
  const held = deferred<unknown[]>();
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    if (await answerBatch(req, res, body)) return;
    const call = JSON.parse(body) as { method: string; params: unknown[] };
    if (call.method === method && passed++ >= after) return held.resolve(call.params);
    const headers = { "Content-Type": "application/json" };
    res.writeHead(200, headers).end(await (await fetch(target, { method: "POST", headers, body })).text());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The parameters of the first call that was held. */
    held: held.promise,
    stop() {
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
}
