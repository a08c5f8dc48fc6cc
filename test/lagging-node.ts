import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerBatch } from "./answer-batch";

/** A node that forwards everything but has no logs, like one whose index lags behind its state. */
export async function startLaggingNode(target: string) {
  let hidden = 0;
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    if (await answerBatch(req, res, body)) return;
    const call = JSON.parse(body) as { id: number; method: string };
    res.setHeader("Content-Type", "application/json");
    if (call.method === "eth_getLogs") {
      hidden += 1;
      return res.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, result: [] }));
    }
    const headers = { "Content-Type": "application/json" };
    res.end(await (await fetch(target, { method: "POST", headers, body })).text());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** How often logs were asked for and hidden. */
    hidden: () => hidden,
    stop() {
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
}
