import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Answers a batch of JSON-RPC as this same server answers its calls one by one, in their order. If one gets no answer,
 * the whole batch gets none.
 *
 * @returns false when the body is no batch
 */
export async function answerBatch(req: IncomingMessage, res: ServerResponse, body: string): Promise<boolean> {
  if (!body.startsWith("[")) return false;
  const { port } = req.socket.address() as AddressInfo;
  const replies: unknown[] = [];
  try {
    for (const call of JSON.parse(body) as unknown[]) {
      const headers = { "Content-Type": "application/json" };
      const single = { method: "POST", headers, body: JSON.stringify(call) };
      const said = await fetch(`http://127.0.0.1:${port}`, single);
      replies.push(await said.json());
    }
    res.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(replies));
  } catch {
    req.socket.destroy();
  }
  return true;
}
