import { startNodeInFront } from "./node-in-front";

type Call = { id: number; method: string; params: unknown[] };
type Said = { result?: unknown; error?: { code: number; message: string } };

type Bend = {
  /** Changes what the real node says to a call. */
  say?(call: Call, said: Said): Said | Promise<Said>;
  /** How far its clock is ahead, in ms. */
  ahead?: number;
};

/** A node in front of the real one that answers as it is told. */
export function startBentNode(target: string, { say = (_call, said) => said, ahead = 0 }: Bend) {
  return startNodeInFront(async (_req, res, body) => {
    const call = JSON.parse(body) as Call;
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(target, { method: "POST", headers, body });
    const said = await say(call, (await answer.json()) as Said);
    res.writeHead(200, { ...headers, Date: new Date(Date.now() + ahead).toUTCString() });
    res.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, ...said }));
  });
}
