import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerBatch } from "./answer-batch";

/** A node that forwards everything and counts the calls. It can be told to hold some of them. */
export async function startCountingNode(target: string) {
  const calls: string[] = [];
  const refused = new Set<string>();
  let batches = 0;
  let takesBatches = true;
  let held: { method: string; left: number; until: Promise<void> } | null = null;
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const headers = { "Content-Type": "application/json" };
    const body = Buffer.concat(parts).toString();
    if (body.startsWith("[")) {
      batches += 1;
      if (!takesBatches) return res.writeHead(400, headers).end("one call at a time");
    }
    if (await answerBatch(req, res, body)) return;
    const { method } = JSON.parse(body) as { method: string };
    calls.push(method);
    if (refused.has(method)) return res.writeHead(500).end();
    if (held?.method === method && held.left > 0) {
      held.left -= 1;
      await held.until;
    }
    res.writeHead(200, headers).end(await (await fetch(target, { method: "POST", headers, body })).text());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** How often it was asked: by one method, or at all. */
    calls: (method?: string) => calls.filter((asked) => !method || asked === method).length,
    /** The methods it was asked by since `from` calls, in order. */
    asked: (from = 0) => calls.slice(from),
    /** Keeps the next calls of a method waiting, `most` of them, until the returned function is called. */
    hold(method: string, most = Number.POSITIVE_INFINITY) {
      let release = () => {};
      held = { method, left: most, until: new Promise((resolve) => (release = resolve)) };
      return release;
    },
    /** How many batches it was sent. Their calls count as calls, too, if it takes them. */
    batches: () => batches,
    /** Refuses all that is more than one call. */
    refuseBatches() {
      takesBatches = false;
    },
    /** Stops responding to a method. */
    refuse: (method: string) => void refused.add(method),
    stop() {
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
}
