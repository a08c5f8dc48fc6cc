import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createPublicClient, http } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BATCH, jsonRpc } from "./json-rpc";

/** A node that says what the test wants. */
let server: Server;
let url: string;
let asked: { body: { method: string; params?: unknown }; headers: IncomingMessage["headers"] }[];
let answer: { status?: number; text: string; headers?: Record<string, string> } | "nothing";
beforeAll(async () => {
  server = createServer(async (req, res) => {
    let text = "";
    for await (const part of req) text += part;
    asked.push({ body: JSON.parse(text), headers: req.headers });
    if (answer === "nothing") return;
    res.writeHead(answer.status ?? 200, answer.headers).end(answer.text);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/key`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
});

const options = { timeout: 2_000, retryCount: 0, retryDelay: 1 };
const ours = () => createPublicClient({ transport: jsonRpc(url, options) });
const viems = () => createPublicClient({ transport: http(url, options) });

/** Names and numbers of an error and its causes: callers decide by these. */
function chainOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [];
  const { name, code, status, data } = error as Error & { code?: unknown; status?: unknown; data?: unknown };
  return [{ name, code, status, data }, ...chainOf(error.cause)];
}

describe("a call by JSON-RPC", () => {
  it("sends what viem sends, and returns what viem returns", async () => {
    answer = { text: JSON.stringify({ jsonrpc: "2.0", id: 1, result: "0x2a" }) };
    for (const client of [ours(), viems()]) {
      expect(await client.getBalance({ address: `0x${"11".repeat(20)}` })).toBe(42n);
    }
    const [mine, theirs] = asked.map(({ body, headers }) => ({ ...body, id: 0, type: headers["content-type"] }));
    expect(mine).toEqual(theirs);
  });

  const error = (code: number, data?: string) => JSON.stringify({ id: 1, error: { code, message: "said so", data } });
  it.each<[string, typeof answer]>([
    ["an error of the node", { text: error(-32000) }],
    ["an error with data", { text: error(3, "0x08c379a0") }],
    ["an error with a status", { status: 400, text: error(-32602) }],
    ["too many requests", { status: 429, text: "slow down" }],
    ["a broken server", { status: 502, text: "<html>" }],
    ["no JSON", { text: "<html>" }],
    ["silence", "nothing"],
  ])("%s fails as viem's own transport does", async (_, said) => {
    answer = said;
    const [mine, theirs] = await Promise.all(
      [ours(), viems()].map((client) => client.request({ method: "eth_blockNumber" }).catch(chainOf)),
    );
    // The error that JSON.parse threw tells nothing useful.
    const known = (errors: unknown) => (errors as { name: string }[]).filter(({ name }) => name !== "SyntaxError");
    expect(known(mine)).toEqual(known(theirs));
  });

  it("waits as long as the node says before it asks again", async () => {
    answer = { status: 429, text: "", headers: { "Retry-After": "1" } };
    const began = performance.now();
    const again = createPublicClient({ transport: jsonRpc(url, { ...options, retryCount: 1 }) });
    await expect(again.getChainId()).rejects.toThrow();
    expect(performance.now() - began).toBeGreaterThan(990);
    expect(asked).toHaveLength(2);
  });
});

describe("several calls at once", () => {
  const calls = [
    { method: "eth_blockNumber", params: [] },
    { method: "eth_chainId", params: [] },
  ];
  const batch = (client = ours()) => client.request({ method: BATCH, params: calls } as never) as Promise<unknown>;
  /** Replies to what was asked last, made by the test. */
  const replies = (make: (ids: number[]) => unknown) => {
    const last = () => (asked.at(-1)?.body ?? []) as unknown as { id: number }[];
    const text = () => JSON.stringify(make(last().map(({ id }) => id)));
    answer = {
      get text() {
        return text();
      },
    };
  };

  it("are one request, whose replies may come in any order", async () => {
    replies(([one, two]) => [
      { id: two, result: "0x2" },
      { id: one, result: "0x1" },
    ]);
    expect(await batch()).toEqual(["0x1", "0x2"]);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, (ids: number[]) => unknown]>([
    [
      "one has failed",
      ([one, two]) => [
        { id: one, result: "0x1" },
        { id: two, error: { code: -32000, message: "" } },
      ],
    ],
    ["one is missing", ([one]) => [{ id: one, result: "0x1" }]],
    [
      "one is another's",
      ([one]) => [
        { id: one, result: "0x1" },
        { id: 0, result: "0x2" },
      ],
    ],
  ])("are refused this once when %s", async (_, make) => {
    const client = ours();
    replies(make);
    await expect(batch(client)).rejects.toMatchObject({ name: "BatchRefused" });
    replies(([one, two]) => [
      { id: one, result: "0x1" },
      { id: two, result: "0x2" },
    ]);
    expect(await batch(client)).toEqual(["0x1", "0x2"]);
  });

  it.each<[string, typeof answer]>([
    ["an error", { text: JSON.stringify({ id: null, error: { code: -32600, message: "no batches" } }) }],
    ["a status", { status: 400, text: "no batches" }],
  ])("are not sent again to a node that refuses them by %s", async (_, said) => {
    const client = ours();
    answer = said;
    for (let time = 0; time < 2; time += 1) await expect(batch(client)).rejects.toMatchObject({ name: "BatchRefused" });
    expect(asked).toHaveLength(1);
  });

  it.each<[string, typeof answer, string]>([
    ["is busy", { status: 429, text: "" }, "HttpRequestError"],
    ["is broken", { status: 502, text: "" }, "HttpRequestError"],
    ["is silent", "nothing", "TimeoutError"],
  ])("fail like one call when the node %s", async (_, said, name) => {
    answer = said;
    await expect(batch()).rejects.toMatchObject({ name });
  });
});
