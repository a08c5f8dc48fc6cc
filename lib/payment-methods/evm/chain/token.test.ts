import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { encodeFunctionData } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoAccounts } from "@/lib/devnet/accounts";
import { connectDevnet } from "@/lib/devnet/node";
import { sendAll } from "@/lib/devnet/send";
import { AppError } from "@/lib/errors";
import { resetSettings } from "@/lib/settings/settings";
import { startTestChain, type TestChain } from "@/test/chain";
import { setDevnetSettings } from "@/test/database";
import { publicClient } from "./clients";
import type { Network } from "./networks";
import { checkToken, readAuthorizationState, readBalance } from "./token";
import { usdcAbi } from "./usdc.abi";

let chain: TestChain;
let network: Network;

beforeAll(async () => {
  chain = await startTestChain();
  network = chain.network;
  useRpc(chain.rpcUrl);
});
afterAll(() => chain.stop());

function useRpc(url: string): void {
  process.env.RPC_URL_31337 = url;
  setDevnetSettings();
  resetSettings();
}

const withToken = (token: Partial<Network["token"]>): Network => ({
  ...network,
  token: { ...network.token, ...token },
});

describe("checkToken", () => {
  it("passes on a chain that is as the settings say", async () => {
    await expect(checkToken(network)).resolves.toBeUndefined();
  });

  const mismatches: [string, () => Network, RegExp][] = [
    ["another name", () => withToken({ name: "USDC" }), /has the name "USD Coin", but Filekiosk expects "USDC"/],
    ["another version", () => withToken({ version: "1" }), /has the version "2", but Filekiosk expects "1"/],
    ["other decimals", () => withToken({ decimals: 18 }), /has the number of decimals 6, but Filekiosk expects 18/],
    [
      "no contract at the address",
      () => withToken({ address: "0x00000000000000000000000000000000000000aa" }),
      /There is no contract at 0x00000000000000000000000000000000000000aa, where USDC should be on Devnet/,
    ],
    [
      "a contract that is no such token",
      () => withToken({ address: "0xcA11bde05977b3631167028862bE2a173976CA11" }),
      /The contract at 0xcA11\w+ on Devnet does not answer as USDC does/,
    ],
  ];
  it.each(mismatches)("says in plain words: %s", async (_what, wrong, words) => {
    await expect(checkToken(wrong())).rejects.toThrow(words);
  });

  it("says in plain words that the RPC address leads to another chain", async () => {
    const other = await startTestChain({ chainId: 84532 });
    try {
      useRpc(other.rpcUrl);
      await expect(checkToken(network)).rejects.toThrow(
        "RPC_URL_31337 leads to the chain with id 84532, but Devnet has the id 31337.",
      );
    } finally {
      useRpc(chain.rpcUrl);
      await other.stop();
    }
  });

  it("finds a domain separator that differs although everything else agrees", async () => {
    // A contract that forwards every call to the real token: only the address inside the separator is not its own.
    const address = "0x00000000000000000000000000000000000000bb";
    const real = network.token.address.slice(2);
    await chain.rpc("anvil_setCode", [address, `0x365f5f375f5f365f5f73${real}5af13d5f5f3e3d5ff3`]);
    await expect(checkToken(withToken({ address }))).rejects.toThrow(/has the domain separator "0x[0-9a-f]{64}", but/);
  });
});

describe("reading", () => {
  it("tells a balance in atomic units", async () => {
    const { address } = chain.accounts.stranger;
    expect(await readBalance(network, address)).toBe(0n);
    await chain.fund(address, 1_234_567n);
    expect(await readBalance(network, address)).toBe(1_234_567n);
  });

  it("tells whether an authorization was used", async () => {
    const { buyer, seller } = chain.accounts;
    const nonce = `0x${"5a".repeat(32)}` as const;
    expect(await readAuthorizationState(network, buyer.address, nonce)).toBe(false);
    const message = {
      from: buyer.address,
      to: seller.address,
      value: 5n,
      validAfter: 0n,
      validBefore: 2n ** 40n,
      nonce,
    };
    const signature = await buyer.signTypedData({
      domain: { name: "USD Coin", version: "2", chainId: 31337, verifyingContract: network.token.address },
      types: {
        TransferWithAuthorization: [
          { name: "from", type: "address" },
          { name: "to", type: "address" },
          { name: "value", type: "uint256" },
          { name: "validAfter", type: "uint256" },
          { name: "validBefore", type: "uint256" },
          { name: "nonce", type: "bytes32" },
        ],
      },
      primaryType: "TransferWithAuthorization",
      message,
    });
    const args = [message.from, message.to, 5n, 0n, 2n ** 40n, nonce, signature] as const;
    const data = encodeFunctionData({ abi: usdcAbi, functionName: "transferWithAuthorization", args });
    await sendAll(await connectDevnet(chain.rpcUrl), demoAccounts.gas, [{ to: network.token.address, data }]);

    expect(await readAuthorizationState(network, buyer.address, nonce)).toBe(true);
    expect(await readBalance(network, seller.address)).toBe(5n);
    const used = await publicClient(31337).getContractEvents({
      abi: usdcAbi,
      address: network.token.address,
      fromBlock: 0n,
    });
    const names = used
      .filter((event) => event.transactionHash === used.at(-1)?.transactionHash)
      .map((event) => event.eventName);
    expect(names).toEqual(["AuthorizationUsed", "Transfer"]);
  });

  it("tries the next RPC address when one does not answer", async () => {
    const dead = await closedPort();
    useRpc(`${dead},${chain.rpcUrl}`);
    expect(await readBalance(network, chain.accounts.seller.address)).toBeGreaterThanOrEqual(0n);
    useRpc(chain.rpcUrl);
  });
});

describe("a node that is down", () => {
  it("is chain_unavailable for doors and a sentence at the start, without the RPC address in words or cause", async () => {
    const secret = "key-of-the-operator";
    const url = `${await closedPort()}/${secret}`;
    useRpc(url);
    const error = await readBalance(network, chain.accounts.buyer.address).then(
      () => null,
      (problem: unknown) => problem,
    );
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "chain_unavailable", status: 503, headers: { "Retry-After": "5" } });
    const atStart = await checkToken(network).then(
      () => null,
      (problem: unknown) => problem,
    );
    expect(atStart).toMatchObject({
      message: expect.stringContaining("Devnet does not answer: look at RPC_URL_31337"),
    });
    for (const problem of [error, atStart]) {
      const everything = inspect(problem, { depth: 10 });
      expect(everything).not.toContain(secret);
      expect(everything).not.toMatch(/https?:/);
    }
    useRpc(chain.rpcUrl);
  });
});

/** The URL of a port on which nobody listens. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
