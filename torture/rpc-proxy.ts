import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { keccak256 } from "viem";
import { answerBatch } from "../test/answer-batch";

/** What a call to the node is about, seen from one authorization. */
export type Stage = "simulate" | "send" | "receipt" | "logs" | "state";

export type Act =
  /** The connection is cut, and the node never hears of the call. */
  | { kind: "drop-before" }
  /** The node did it, and its reply is lost. */
  | { kind: "drop-after" }
  /** The node did it, and its reply comes later than anybody waits. */
  | { kind: "time-out"; ms: number }
  | { kind: "error-500" }
  | { kind: "malformed" }
  /** The node knows nothing yet: no logs, no receipt. */
  | { kind: "empty" }
  /** Something happens elsewhere before the node has the call, or after; then it continues, or is lost on the way. */
  | { kind: "then"; when: "before" | "after"; run(): Promise<void> | void; lost?: boolean };

type Rule = { nonce: string; stage: Stage; act: Act; left: number; hits: number };

export type Fault = { readonly hits: number; lift(): void };

export type RpcProxy = {
  url: string;
  /** Bends the next `times` calls of one stage about one authorization, whoever makes them. */
  bend(nonce: string, stage: Stage, act: Act, times?: number): Fault;
  stop(): void;
};

type Call = { id: number; method: string; params?: unknown[] };

const AUTHORIZATION_STATE = "0xe94a0102";

/**
 * A proxy before the node that does what faulty nodes and lines do, to the calls about chosen authorizations only: many
 * purchases can run through it at once, each with its own fault.
 */
export async function startRpcProxy(target: string): Promise<RpcProxy> {
  const rules: Rule[] = [];
  const nonceOfTransaction = new Map<string, string>();

  function find(call: Call): Rule | undefined {
    const { params = [] } = call;
    const text = JSON.stringify(params).toLowerCase();
    if (call.method === "eth_sendRawTransaction") {
      const known = rules.find(({ nonce }) => text.includes(nonce));
      if (known) nonceOfTransaction.set(keccak256(params[0] as `0x${string}`), known.nonce);
    }
    const about = nonceOfTransaction.get(String(params[0]));
    return rules.find((rule) => {
      if (rule.left <= 0 || rule.stage !== stageOf(call, text)) return false;
      return rule.stage === "receipt" ? rule.nonce === about : text.includes(rule.nonce);
    });
  }

  const server = createServer(async (req, res) => {
    try {
      const body = await readAll(req);
      // So that a fault hits a call in a batch too.
      if (await answerBatch(req, res, body)) return;
      const call = JSON.parse(body) as Call;
      const rule = find(call);
      if (!rule) return reply(res, await forward(target, body));
      rule.left -= 1;
      rule.hits += 1;
      await bendCall(rule.act, { req, res, body, call, target });
    } catch {
      req.socket.destroy();
    }
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bend(nonce, stage, act, times = 1) {
      const rule: Rule = { nonce: nonce.slice(2).toLowerCase(), stage, act, left: times, hits: 0 };
      rules.push(rule);
      return {
        get hits() {
          return rule.hits;
        },
        lift: () => {
          rule.left = 0;
        },
      };
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function stageOf({ method }: Call, text: string): Stage | null {
  switch (method) {
    case "eth_sendRawTransaction":
      return "send";
    case "eth_getTransactionReceipt":
      return "receipt";
    case "eth_getLogs":
      return "logs";
    case "eth_call":
      return text.includes(AUTHORIZATION_STATE) ? "state" : "simulate";
    default:
      return null;
  }
}

type Bent = { req: IncomingMessage; res: ServerResponse; body: string; call: Call; target: string };

async function bendCall(act: Act, { req, res, body, call, target }: Bent): Promise<void> {
  switch (act.kind) {
    case "drop-before":
      req.socket.destroy();
      return;
    case "drop-after":
      await forward(target, body);
      req.socket.destroy();
      return;
    case "time-out":
      await forward(target, body);
      await sleep(act.ms, undefined, { ref: false });
      req.socket.destroy();
      return;
    case "error-500":
      res.writeHead(500, { "Content-Type": "text/plain" }).end("the node is not well");
      return;
    case "malformed":
      await forward(target, body);
      return reply(res, '{"jsonrpc":"2.0","id":1,"resu');
    case "empty":
      return reply(
        res,
        JSON.stringify({ jsonrpc: "2.0", id: call.id, result: call.method === "eth_getLogs" ? [] : null }),
      );
    case "then": {
      if (act.when === "before") await act.run();
      if (act.when === "before" && act.lost) return void req.socket.destroy();
      const answer = await forward(target, body);
      if (act.when === "after") await act.run();
      return reply(res, answer);
    }
  }
}

async function forward(target: string, body: string): Promise<string> {
  const answer = await fetch(target, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  return answer.text();
}

function reply(res: ServerResponse, text: string): void {
  res.writeHead(200, { "Content-Type": "application/json" }).end(text);
}

export async function readAll(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
