import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetPerProcess } from "@/lib/process";
import { startTestChain, type TestChain } from "@/test/chain";
import { setDevnetSettings } from "@/test/database";
import { publicClient } from "./clients";
import { checkToken, readBalance } from "./token";

let chain: TestChain;
let other: TestChain;
/** Takes every request and never answers. */
let silent: Server;
let askedInVain = 0;

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  [chain, other] = await Promise.all([startTestChain(), startTestChain({ chainId: 84532 })]);
  silent = createServer(() => {
    askedInVain += 1;
  });
  await new Promise<void>((ready) => silent.listen(0, "127.0.0.1", ready));
});
afterAll(async () => {
  silent.closeAllConnections();
  silent.close();
  await Promise.all([chain.stop(), other.stop()]);
});
beforeEach(() => forgetPerProcess("chain-clients"));

function useNodes(...urls: string[]): void {
  process.env.RPC_URL_31337 = urls.join(",");
  setDevnetSettings();
}

const buyersBalance = () => readBalance(chain.network, chain.accounts.buyer.address);

describe("several nodes of one network", () => {
  it("the next one answers when the first is down", async () => {
    useNodes("http://127.0.0.1:9", chain.rpcUrl);
    expect(await buyersBalance()).toBe(1_000_000_000n);
    await expect(checkToken(chain.network)).resolves.toBeUndefined();
  });

  it("nothing is read from one that leads to another chain", async () => {
    useNodes(other.rpcUrl, chain.rpcUrl);
    expect(await publicClient(31337).getChainId()).toBe(31337);
    await chain.fund(chain.accounts.stranger.address, 5n);
    expect(await readBalance(chain.network, chain.accounts.stranger.address)).toBe(5n);
    await expect(checkToken(chain.network)).resolves.toBeUndefined();
  });

  it("nothing is sent to one that leads to another chain", async () => {
    useNodes(other.rpcUrl, chain.rpcUrl);
    const { key, address } = chain.accounts.stranger;
    const before = await other.rpc("eth_getTransactionCount", [address, "latest"]);
    const raw = await privateKeyToAccount(key).signTransaction({
      chainId: 31337,
      to: address,
      gas: 21_000n,
      maxFeePerGas: 10n ** 10n,
      maxPriorityFeePerGas: 1n,
      nonce: 0,
      type: "eip1559",
    });
    const hash = await publicClient(31337).sendRawTransaction({ serializedTransaction: raw });
    expect((await publicClient(31337).waitForTransactionReceipt({ hash })).status).toBe("success");
    expect(await other.rpc("eth_getTransactionCount", [address, "latest"])).toBe(before);
  });

  it("a silent one costs its time-out once, not on every call", async () => {
    useNodes(urlOf(silent), chain.rpcUrl);
    await buyersBalance();
    const before = askedInVain;
    expect(before).toBeGreaterThan(0);
    for (let call = 0; call < 3; call += 1) await buyersBalance();
    expect(askedInVain).toBe(before);
  });

  it("the start says so when all of them lead elsewhere, or the only one that answers does", async () => {
    for (const urls of [[other.rpcUrl], [other.rpcUrl, other.rpcUrl], ["http://127.0.0.1:9", other.rpcUrl]]) {
      useNodes(...urls);
      forgetPerProcess("chain-clients");
      await expect(checkToken(chain.network)).rejects.toThrow("RPC_URL_31337 leads to the chain with id 84532");
    }
  });
});
