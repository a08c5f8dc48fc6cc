import { answerBatch } from "./answer-batch";
import { startNodeInFront } from "./node-in-front";

type Call = { method: string; params: unknown[]; id: number };

/**
 * A node that forwards everything, after a hook.
 *
 * @param hook its result, if any, replaces the node's response; when it throws, there is none
 */
export function startHookedNode(target: string, hook: (call: Call) => Promise<unknown>) {
  return startNodeInFront(async (req, res, body) => {
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
}
