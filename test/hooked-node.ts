import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerBatch } from "./answer-batch";

type Call = { method: string; params: unknown[]; id: number };

/**
 * A node that forwards everything, after a hook.
 *
 * @param hook its result, if any, replaces the node's response; when it throws, there is none
 */
export async function startHookedNode(target: string, hook: (call: Call) => Promise<unknown>) {
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    if (await answerBatch(req, res, body)) return;
    const call = JSON.parse(body) as Call;
    let result: unknown;
    try {
      result = await hook(call);
    } catch {
      return res.writeHead(500).end();
    }
    const headers = { "Content-Type": "application/json" };
    const answer =
      result === undefined
        ? await (await fetch(target, { method: "POST", headers, body })).text()
        : JSON.stringify({ jsonrpc: "2.0", id: call.id, result });
    res.writeHead(200, headers).end(answer);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
}
