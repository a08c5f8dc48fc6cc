import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Call = { id: number; method: string; params: unknown[] };
type Said = { result?: unknown; error?: { code: number; message: string } };

type Bend = {
  /** Changes what the real node says to a call. */
  say?(call: Call, said: Said): Said | Promise<Said>;
  /** How far its clock is ahead, in ms. */
  ahead?: number;
};

/** A node in front of the real one that answers as it is told. */
export async function startBentNode(target: string, { say = (_call, said) => said, ahead = 0 }: Bend) {
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const call = JSON.parse(body) as Call;
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(target, { method: "POST", headers, body });
    const said = await say(call, (await answer.json()) as Said);
    res.writeHead(200, { ...headers, Date: new Date(Date.now() + ahead).toUTCString() });
    res.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, ...said }));
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
