import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createPublicClient, http } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FAUCET_ADDRESSES_PER_HOUR, fund } from "@/lib/devnet/faucet";
import { isDevnet } from "@/lib/devnet/guard";
import { BATCH_MAX } from "@/lib/devnet/read-rpc";
import { networkByChainId } from "@/lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { startTestChain, type TestChain } from "@/test/chain";
import { freshDatabase, setDevnetSettings } from "@/test/database";
import { GET as getBalance } from "../../balances/route";
import { POST as postFaucet } from "../faucet/route";
import { OPTIONS as optionsRpc, POST as postRpc } from "./route";

const ORIGIN = "http://localhost:3000";
const now = new Date("2027-01-01T00:00:00Z");
let chain: TestChain;
let database: Awaited<ReturnType<typeof freshDatabase>>;
const cleanUp: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  chain = await startTestChain();
  database = await freshDatabase();
});
afterAll(async () => {
  await chain.stop();
  await database.close();
});
beforeEach(() => {
  useDevnet(chain.rpcUrl);
  forgetPerProcess("devnet-faucet");
  forgetPerProcess("rate-limits");
});
afterEach(async () => {
  await Promise.all(cleanUp.splice(0).map((work) => work()));
});

function useDevnet(rpcUrl: string): void {
  process.env.NETWORKS = "eip155:31337";
  process.env.RPC_URL_31337 = rpcUrl;
  delete process.env.APP_URL;
  delete process.env.GAS_KEY;
  setDevnetSettings();
}

/** A public network in the settings, although its RPC URL leads to the devnet's node. */
function usePublicNetwork(rpcUrl: string): void {
  process.env.NETWORKS = "eip155:84532";
  process.env.RPC_URL_84532 = rpcUrl;
  process.env.APP_URL = ORIGIN;
  process.env.GAS_KEY = generatePrivateKey();
  process.env.SESSION_SECRET = "a secret that only this test knows, long enough";
  resetSettings();
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Request {
  return new Request(`${ORIGIN}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: ORIGIN, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}
const faucet = (body: unknown, headers?: Record<string, string>) =>
  postFaucet(post("/api/devnet/faucet", body, headers));
const rpc = (body: unknown, headers?: Record<string, string>) => postRpc(post("/api/devnet/rpc", body, headers));
const call = (method: string, params: unknown[] = [], id: unknown = 1) => ({ jsonrpc: "2.0", id, method, params });
const newAddress = () => privateKeyToAddress(generatePrivateKey());

/** A node that forwards everything to the devnet's, but reports another name. */
async function nodeCalling(itself: string): Promise<string> {
  const server: Server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString()) as { id: number; method: string };
    const upstream = async () =>
      (
        await fetch(chain.rpcUrl, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        })
      ).text();
    const text =
      body.method === "web3_clientVersion"
        ? JSON.stringify({ jsonrpc: "2.0", id: body.id, result: itself })
        : await upstream();
    response.setHeader("content-type", "application/json").end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUp.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("off the devnet", () => {
  const situations: [string, () => Promise<void>][] = [
    ["a public network is configured, even over a devnet's node", async () => usePublicNetwork(chain.rpcUrl)],
    [
      "the node says that it is not anvil",
      async () => useDevnet(await nodeCalling("Geth/v1.14.0-stable/linux-amd64/go1.22")),
    ],
    [
      "the node has another chain id",
      async () => {
        const other = await startTestChain({ chainId: 84532 });
        cleanUp.push(other.stop);
        useDevnet(other.rpcUrl);
      },
    ],
  ];
  it.each(situations)("faucet and RPC route are 404 when %s", async (_what, arrange) => {
    await arrange();
    const address = newAddress();
    expect(await isDevnet()).toBe(false);
    for (const answer of [
      await faucet({ address }),
      await faucet("{"),
      await rpc(call("eth_chainId")),
      await rpc("{"),
    ]) {
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: "not_found" });
    }
    await expect(fund(address, now)).rejects.toMatchObject({ code: "not_found" });
    expect(await chain.usdcBalance(address)).toBe(0n);
  });

  it("a node that is down is 503, not a claim that nothing is here", async () => {
    const other = await startTestChain();
    useDevnet(other.rpcUrl);
    await other.stop();
    for (const answer of [await faucet({ address: newAddress() }), await rpc(call("eth_chainId"))]) {
      expect(answer.status).toBe(503);
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject({ code: "chain_unavailable" });
      expect(text).not.toContain("127.0.0.1");
    }
  });
});

describe("the faucet", () => {
  it("gives $10 that are really on the chain", async () => {
    const address = newAddress();
    const answer = await faucet({ address });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ amount: "10000000", formatted: "10.00", symbol: "USDC" });
    expect(await chain.usdcBalance(address)).toBe(10_000_000n);
  });

  it("gives once an hour per address, in whatever spelling, and says when to come back", async () => {
    const address = newAddress();
    await fund(address, now);
    const lowerCase = address.toLowerCase() as typeof address;
    const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    await expect(fund(lowerCase, after(20))).rejects.toMatchObject({
      code: "too_many_requests",
      headers: { "Retry-After": "2400" },
    });
    expect(await chain.usdcBalance(address)).toBe(10_000_000n);
    await fund(lowerCase, after(60));
    expect(await chain.usdcBalance(address)).toBe(20_000_000n);
  });

  it("serves requests at the same moment, each address once", async () => {
    const [one, two] = [newAddress(), newAddress()];
    const results = await Promise.allSettled([fund(one, now), fund(two, now), fund(one, now), fund(two, now)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect([await chain.usdcBalance(one), await chain.usdcBalance(two)]).toEqual([10_000_000n, 10_000_000n]);
  });

  it("has a limit over all addresses", async () => {
    const addresses = Array.from(
      { length: FAUCET_ADDRESSES_PER_HOUR },
      (_, i) => `0x${(i + 1).toString(16).padStart(40, "0")}` as const,
    );
    await Promise.all(addresses.map((address) => fund(address, now)));
    await expect(fund(newAddress(), now)).rejects.toMatchObject({ code: "too_many_requests" });
  }, 120_000);

  it("rejects anything but an address, and other sites", async () => {
    const wrong = await faucet({ address: "0x1234" });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ code: "invalid_input", errors: [{ field: "address" }] });
    const foreign = await faucet({ address: newAddress() }, { origin: "https://example.com" });
    expect(foreign.status).toBe(403);
  });
});

describe("the RPC route", () => {
  it("lets a wallet read: viem works over it, single and in batches", async () => {
    const token = networkByChainId(31337)?.token;
    if (!token) throw new Error("no token");
    const fetchFn = (async (_url: unknown, init: RequestInit) => rpc(init.body as string)) as typeof fetch;
    for (const batch of [false, true]) {
      const client = createPublicClient({ transport: http(`${ORIGIN}/api/devnet/rpc`, { fetchFn, batch }) });
      const [chainId, block, balance] = await Promise.all([
        client.getChainId(),
        client.getBlock(),
        client.readContract({
          abi: usdcAbi,
          address: token.address,
          functionName: "balanceOf",
          args: [chain.accounts.buyer.address],
        }),
      ]);
      expect(chainId).toBe(31337);
      expect(block.number).toBeGreaterThan(0n);
      expect(balance).toBe(1_000_000_000n);
    }
  });

  const refused = [
    "anvil_setBalance",
    "anvil_impersonateAccount",
    "hardhat_setCode",
    "evm_mine",
    "evm_snapshot",
    "debug_traceTransaction",
    "personal_unlockAccount",
    "eth_sendTransaction",
    "eth_sendRawTransaction",
    "eth_sendUnsignedTransaction",
    "eth_sign",
    "eth_signTypedData_v4",
    "eth_accounts",
    "eth_newFilter",
    "eth_subscribe",
    "txpool_content",
    "ETH_CHAINID",
    "constructor",
    "__proto__",
    "",
  ];
  it.each(refused)("refuses the method %j", async (method) => {
    const before = await chain.rpc("eth_blockNumber");
    const params = [chain.accounts.stranger.address, "0x1"];
    const answer = await rpc(call(method, params, "x"));
    expect(await answer.json()).toMatchObject({ id: "x", error: { code: -32601 } });
    const [inBatch] = (await (await rpc([call(method, params)])).json()) as unknown[];
    expect(inBatch).toMatchObject({ error: { code: -32601 } });
    expect(await chain.rpc("eth_blockNumber")).toBe(before);
  });

  it("cuts parameters that wallets do not need, such as a call's state overrides", async () => {
    const address = "0x00000000000000000000000000000000000000cc";
    // Code that answers 32 bytes: with the override the call would answer them.
    const overrides = { [address]: { code: "0x60206000f3" } };
    const direct = await chain.rpc("eth_call", [{ to: address }, "latest", overrides]);
    expect(direct).toBe(`0x${"00".repeat(32)}`);
    const answer = await rpc(call("eth_call", [{ to: address }, "latest", overrides]));
    expect(await answer.json()).toMatchObject({ result: "0x" });
  });

  it("passes the node's own errors on", async () => {
    const answer = await rpc(call("eth_getBalance", ["nonsense", "latest"]));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ error: { code: -32602, message: expect.any(String) } });
  });

  it("bounds logs and batches", async () => {
    const tooMany = await rpc(Array.from({ length: BATCH_MAX + 1 }, () => call("eth_chainId")));
    expect(await tooMany.json()).toMatchObject({ error: { code: -32600 } });
    const some = await rpc(call("eth_getLogs", [{ fromBlock: "0x0", toBlock: "latest" }]));
    expect(await some.json()).toMatchObject({ result: expect.arrayContaining([]) });
    const odd = await rpc(call("eth_getLogs", [{ fromBlock: "one", toBlock: "latest" }]));
    expect(await odd.json()).toMatchObject({ error: { code: -32602 } });
    await chain.rpc("anvil_mine", ["0x3e8", "0x0"]);
    const all = await rpc(call("eth_getLogs", [{ fromBlock: "earliest" }]));
    expect(await all.json()).toMatchObject({
      error: { code: -32602, message: expect.stringContaining("1000 blocks") },
    });
  });

  it("rejects anything but JSON-RPC, and a body over 64 KB", async () => {
    expect((await rpc("{")).status).toBe(400);
    expect(await (await rpc({ hello: 1 })).json()).toMatchObject({ error: { code: -32600 } });
    expect(await (await rpc([])).json()).toMatchObject({ error: { code: -32600 } });
    expect((await rpc(call("eth_call", ["x".repeat(65_536)]))).status).toBe(413);
  });

  it("answers wallets of any origin, without credentials", async () => {
    const preflight = await optionsRpc(new Request(`${ORIGIN}/api/devnet/rpc`, { method: "OPTIONS" }));
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")?.toLowerCase()).toMatch(/content-type|\*/);
    const answer = await rpc(call("eth_chainId"), { origin: "https://wallet.example" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect(await answer.json()).toEqual({ jsonrpc: "2.0", id: 1, result: "0x7a69" });
  });
});

describe("balances", () => {
  const balance = (query: string) => getBalance(new Request(`${ORIGIN}/api/balances?${query}`));

  it("tells how much an address has, exactly", async () => {
    const address = newAddress();
    await chain.fund(address, 1_500_000n);
    const answer = await balance(`network=eip155:31337&address=${address}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      network: "eip155:31337",
      asset: chain.network.token.address,
      symbol: "USDC",
      decimals: 6,
      balance: "1500000",
      formatted: "1.50",
      payer: "key",
      salesPaused: false,
      pausedBy: null,
      refused: false,
    });
  });

  it.each([
    ["network", "network=eip155:8453&address=0x70997970C51812dc3A010C7d01b50e0d17dc79C8"],
    ["network", "network=solana&address=0x70997970C51812dc3A010C7d01b50e0d17dc79C8"],
    ["address", "network=eip155:31337&address=0x70997970c51812dc3A010C7d01b50e0d17dc79C8"],
    ["address", "network=eip155:31337"],
  ])("names the field %s that it cannot use in ?%s", async (field, query) => {
    const answer = await balance(query);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_input", errors: [{ field }] });
  });

  it("is 503 with Retry-After when the chain is down", async () => {
    const other = await startTestChain();
    useDevnet(other.rpcUrl);
    await other.stop();
    const answer = await balance(`network=eip155:31337&address=${newAddress()}`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(await answer.json()).toMatchObject({ code: "chain_unavailable" });
  });
});
