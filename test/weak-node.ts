import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { numberToHex } from "viem";
import { answerBatch } from "./answer-batch";

type Weakness = {
  /** The most blocks that one `eth_getLogs` may cover. */
  span?: number;
  /** Its error for a larger range. Nodes have no common message, code or status for it. */
  refusal?: "limit" | "params" | "status" | "hang-up";
  /** Milliseconds that it lags: it does not have younger blocks. */
  behind?: number;
  /** The methods that lag; all of them by default. */
  only?: string[];
};

type Call = { id: number; method: string; params: unknown[] };
type Log = { blockNumber: string };

/** Where in the parameters a call names the block that it is about. */
const BLOCK_AT: Record<string, number> = {
  eth_call: 1,
  eth_estimateGas: 1,
  eth_getBalance: 1,
  eth_getCode: 1,
  eth_getBlockByNumber: 0,
};

/** A node in front of the real one that limits the span of `eth_getLogs`, or lags by some time, as replicas do. */
export async function startWeakNode(target: string, { span, refusal = "limit", behind = 0, only }: Weakness) {
  const heads: { at: number; number: bigint }[] = [];
  const shown = new Map<string, number>();
  const counts = { logs: 0, refused: 0, hidden: 0 };

  async function ask(method: string, params: unknown[] = []): Promise<{ result?: unknown; error?: unknown }> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const headers = { "Content-Type": "application/json" };
    return (await (await fetch(target, { method: "POST", headers, body })).json()) as { result?: unknown };
  }

  async function look() {
    heads.push({ at: performance.now(), number: BigInt(String((await ask("eth_blockNumber")).result)) });
    const old = heads.findLastIndex(({ at }) => at <= performance.now() - behind);
    if (old > 0) heads.splice(0, old);
  }

  /** The newest block that this node has. */
  async function readHead(): Promise<bigint> {
    await look();
    return heads[0]?.number ?? 0n;
  }

  const hide = (result: unknown) => {
    counts.hidden += 1;
    return { result };
  };

  async function answer({ method, params }: Call) {
    const head = behind > 0 && (!only || only.includes(method)) ? await readHead() : null;
    if (head === null) return ask(method, params);
    if (method === "eth_blockNumber") return { result: numberToHex(head) };
    if (method === "eth_getTransactionReceipt") {
      const { result } = (await ask(method, params)) as { result: Log | null };
      const left = shown.get(method) ?? 0;
      if (result && left > 0) {
        shown.set(method, left - 1);
        return { result };
      }
      return result && BigInt(result.blockNumber) > head ? hide(null) : { result };
    }
    if (method === "eth_getLogs") {
      const { result, error } = (await ask(method, params)) as { result?: Log[]; error?: unknown };
      if (!result) return { error };
      const known = result.filter(({ blockNumber }) => BigInt(blockNumber) <= head);
      return known.length < result.length ? hide(known) : { result };
    }
    const place = BLOCK_AT[method];
    if (place === undefined) return ask(method, params);
    const block = params[place] ?? "latest";
    const asked = [...params];
    if (block === "latest") asked[place] = numberToHex(head);
    else if (String(block).startsWith("0x") && BigInt(String(block)) > head) {
      return { error: { code: -32000, message: "header not found" } };
    }
    return ask(method, asked);
  }

  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    if (await answerBatch(req, res, body)) return;
    const call = JSON.parse(body) as Call;
    const say = (status: number, said: object) => {
      res.writeHead(status, { "Content-Type": "application/json" });
      res.end(JSON.stringify({ ...said, jsonrpc: "2.0", id: call.id }));
    };
    if (call.method === "eth_getLogs") {
      counts.logs += 1;
      const { fromBlock, toBlock } = call.params[0] as { fromBlock: string; toBlock: string };
      if (span !== undefined && BigInt(toBlock) - BigInt(fromBlock) >= BigInt(span)) {
        counts.refused += 1;
        if (refusal === "hang-up") return req.socket.destroy();
        if (refusal === "status") return res.writeHead(413).end("query exceeds the range");
        if (refusal === "params") return say(400, { error: { code: -32602, message: "block range is too wide" } });
        return say(200, { error: { code: -32005, message: `up to a ${span} block range` } });
      }
    }
    say(200, await answer(call));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  await look();
  const timer = behind > 0 ? setInterval(() => look().catch(() => {}), 200) : undefined;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** How often it was asked for logs, how often it refused, and how often it did not have what the chain has. */
    counts: () => ({ ...counts }),
    /** Lets so many answers of a method through as the newest node would give them, once there is something to tell. */
    showFirst: (method: string, times: number) => void shown.set(method, times),
    stop() {
      clearInterval(timer);
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
}
