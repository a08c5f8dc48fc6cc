import { fork } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPublicClient, encodeFunctionData, type Hex, http, keccak256 } from "viem";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { MULTICALL3_ADDRESS, networkByChainId, networks } from "@/lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { forgetPerProcess } from "@/lib/process";
import { startHookedNode } from "@/test/hooked-node";
import { demoAccounts, isDemoKey } from "./accounts";
import { type Anvil, startAnvil } from "./anvil";
import { deployedTokenAddress, deployUsdc } from "./deploy";
import { connectDevnet } from "./node";
import { prepareDevnet, readUsdcBalance } from "./prepare";
import { mintUsdc, sendAll } from "./send";

const folder = mkdtempSync(join(tmpdir(), "filekiosk-devnet-"));
const running: Anvil[] = [];
const devnet = networkByChainId(31337);
if (!devnet) throw new Error("no devnet");
const { token } = devnet;
const { buyer, stranger, deployer } = demoAccounts;

async function start(options: Parameters<typeof startAnvil>[0] = {}): Promise<Anvil> {
  const anvil = await startAnvil(options);
  running.push(anvil);
  return anvil;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((anvil) => anvil.stop()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a fresh devnet", () => {
  it("has Circle's USDC at the address that networks.ts names, and a buyer with $1,000", async () => {
    const { rpcUrl } = await start();
    expect(await prepareDevnet(rpcUrl)).toEqual({ token, usdc: "deployed" });

    expect(token.address).toBe(deployedTokenAddress);
    const client = createPublicClient({ transport: http(rpcUrl) });
    const read = { abi: usdcAbi, address: token.address } as const;
    expect(await client.readContract({ ...read, functionName: "name" })).toBe("USD Coin");
    expect(await client.readContract({ ...read, functionName: "symbol" })).toBe("USDC");
    expect(await client.readContract({ ...read, functionName: "version" })).toBe("2");
    expect(await client.readContract({ ...read, functionName: "balanceOf", args: [buyer.address] })).toBe(
      1_000_000_000n,
    );
    expect(await client.readContract({ ...read, functionName: "balanceOf", args: [stranger.address] })).toBe(0n);
  });

  it("has a Multicall3 that works at its usual address", async () => {
    const { rpcUrl } = await start();
    await prepareDevnet(rpcUrl);
    const client = createPublicClient({ transport: http(rpcUrl) });
    const call = { abi: usdcAbi, address: token.address } as const;
    const [decimals, symbol] = await client.multicall({
      multicallAddress: MULTICALL3_ADDRESS,
      allowFailure: false,
      contracts: [
        { ...call, functionName: "decimals" },
        { ...call, functionName: "symbol" },
      ],
    });
    expect([decimals, symbol]).toEqual([6, "USDC"]);
  });

  it("plays a public network: the same code at that network's token address and name", async () => {
    const { rpcUrl } = await start({ chainId: 84532 });
    const { token: sepolia, usdc } = await prepareDevnet(rpcUrl);
    expect(usdc).toBe("deployed");
    expect(sepolia).toEqual(networks.find(({ chainId }) => chainId === 84532)?.token);
    const client = createPublicClient({ transport: http(rpcUrl) });
    expect(await client.readContract({ abi: usdcAbi, address: sepolia.address, functionName: "name" })).toBe("USDC");
    const node = await connectDevnet(rpcUrl);
    await mintUsdc(node, sepolia, stranger.address, 5n);
    expect(await readUsdcBalance(node, sepolia, stranger.address)).toBe(5n);
  });

  it("refuses a chain id that networks.ts does not know", async () => {
    const { rpcUrl } = await start({ chainId: 4242 });
    await expect(prepareDevnet(rpcUrl)).rejects.toThrow("no network with chain id 4242");
  });
});

describe("preparing again", () => {
  it("changes nothing on a chain that is ready", async () => {
    const { rpcUrl } = await start();
    await prepareDevnet(rpcUrl);
    const node = await connectDevnet(rpcUrl);
    await mintUsdc(node, token, stranger.address, 7n);
    const before = await node.rpc("eth_blockNumber");

    expect((await prepareDevnet(rpcUrl)).usdc).toBe("found");
    expect(await node.rpc("eth_blockNumber")).toBe(before);
    expect(await readUsdcBalance(node, token, stranger.address)).toBe(7n);
  });

  it("lets several processes send by one key at once", async () => {
    const { rpcUrl } = await start();
    await prepareDevnet(rpcUrl);
    const node = await connectDevnet(rpcUrl);
    const minted = Array.from({ length: 8 }, () => {
      // Another process knows nothing of who waits in this one.
      forgetPerProcess("devnet-send");
      return mintUsdc(node, token, stranger.address, 1n);
    });
    expect(new Set(await Promise.all(minted)).size).toBe(8);
    expect(await readUsdcBalance(node, token, stranger.address)).toBe(8n);
  });

  it("counts twice what two processes send alike, though they saw the same nonce", async () => {
    const { rpcUrl } = await start();
    await prepareDevnet(rpcUrl);
    const nonce = await (await connectDevnet(rpcUrl)).rpc("eth_getTransactionCount", [
      demoAccounts.minter.address,
      "pending",
    ]);
    let asked = 0;
    const hooked = await startHookedNode(rpcUrl, async ({ method }) => {
      if (method !== "eth_getTransactionCount") return undefined;
      asked += 1;
      return asked <= 2 ? nonce : undefined;
    });
    const node = await connectDevnet(hooked.url);
    await node.rpc("evm_setAutomine", [false]);
    const minted = [1, 2].map(() => {
      forgetPerProcess("devnet-send");
      return mintUsdc(node, token, stranger.address, 1n);
    });
    await Promise.race([expect.poll(() => node.rpc("txpool_status")).toMatchObject({ pending: "0x2" }), ...minted]);
    await node.rpc("evm_mine");
    expect(new Set(await Promise.all(minted)).size).toBe(2);
    expect(await readUsdcBalance(node, token, stranger.address)).toBe(2n);
    await hooked.stop();
  });

  it("counts what the node took although its nonce had just been used", async () => {
    const { rpcUrl } = await start();
    await prepareDevnet(rpcUrl);
    let counted = 0;
    let sent = 0;
    const direct = await connectDevnet(rpcUrl);
    const nonce = await direct.rpc("eth_getTransactionCount", [demoAccounts.minter.address, "pending"]);
    const hooked = await startHookedNode(rpcUrl, async ({ method, params }) => {
      if (method === "eth_getTransactionCount" && params[1] === "pending") {
        counted += 1;
        return counted === 2 ? nonce : undefined;
      }
      if (method !== "eth_sendRawTransaction") return undefined;
      sent += 1;
      // Anvil does so when the first is put into a block while the second is being checked.
      return sent === 2 ? keccak256(params[0] as Hex) : undefined;
    });
    const node = await connectDevnet(hooked.url);
    await mintUsdc(node, token, stranger.address, 1n);
    await mintUsdc(node, token, stranger.address, 1n);
    expect(await readUsdcBalance(node, token, stranger.address)).toBe(2n);
    await hooked.stop();
  });

  it("counts once what was counted before it had a receipt", async () => {
    const { rpcUrl } = await start();
    await prepareDevnet(rpcUrl);
    let asked = 0;
    const hooked = await startHookedNode(rpcUrl, async ({ method }) => {
      if (method !== "eth_getTransactionReceipt") return undefined;
      asked += 1;
      // On a busy machine anvil does so between the state of a block and its receipts.
      return asked <= 3 ? null : undefined;
    });
    const node = await connectDevnet(hooked.url);
    await mintUsdc(node, token, stranger.address, 1n);
    expect(asked).toBe(4);
    expect(await readUsdcBalance(node, token, stranger.address)).toBe(1n);
    await hooked.stop();
  });

  it("gives gas and dollars to accounts that ran out of them", async () => {
    const { rpcUrl } = await start();
    await prepareDevnet(rpcUrl);
    const node = await connectDevnet(rpcUrl);
    await node.rpc("anvil_setBalance", [demoAccounts.gas.address, "0x1"]);
    const everything = await readUsdcBalance(node, token, buyer.address);
    const data = encodeFunctionData({ abi: usdcAbi, functionName: "transfer", args: [stranger.address, everything] });
    await sendAll(node, buyer, [{ to: token.address, data }]);

    await prepareDevnet(rpcUrl);
    const gas = await node.rpc<string>("eth_getBalance", [demoAccounts.gas.address, "latest"]);
    expect(BigInt(gas)).toBe(10_000n * 10n ** 18n);
    expect(await readUsdcBalance(node, token, buyer.address)).toBe(1_000_000_000n);
  });

  it("starts the chain again, and says so, when the deployer's nonces were spent on something else", async () => {
    const { rpcUrl } = await start();
    const node = await connectDevnet(rpcUrl);
    await node.rpc("eth_sendTransaction", [{ from: deployer.address, to: deployer.address, value: "0x1" }]);
    const said: string[] = [];
    expect((await prepareDevnet(rpcUrl, { say: (text) => said.push(text) })).usdc).toBe("redeployed");
    expect(said.join(" ")).toContain("starts again from nothing");
    expect(await readUsdcBalance(node, token, buyer.address)).toBe(1_000_000_000n);
  });

  it("starts the chain again when an earlier set-up was cut short", async () => {
    const { rpcUrl } = await start();
    const node = await connectDevnet(rpcUrl);
    // An owner without gas cannot take the last step of the set-up.
    await node.rpc("anvil_setBalance", [demoAccounts.owner.address, "0x0"]);
    await expect(deployUsdc(node, token)).rejects.toThrow();
    expect((await prepareDevnet(rpcUrl)).usdc).toBe("redeployed");
    expect(await readUsdcBalance(node, token, buyer.address)).toBe(1_000_000_000n);
  });
});

describe("the chain's file", () => {
  it("brings balances back after a stop", async () => {
    const stateFile = join(folder, "kept.json");
    const first = await start({ stateFile });
    await prepareDevnet(first.rpcUrl);
    await mintUsdc(await connectDevnet(first.rpcUrl), token, stranger.address, 123n);
    await first.stop();

    const second = await start({ stateFile });
    expect((await prepareDevnet(second.rpcUrl)).usdc).toBe("found");
    expect(await readUsdcBalance(await connectDevnet(second.rpcUrl), token, stranger.address)).toBe(123n);
  });

  it("restores the saved state when the node is killed", async () => {
    const stateFile = join(folder, "killed.json");
    const first = await start({ stateFile });
    await prepareDevnet(first.rpcUrl);
    await mintUsdc(await connectDevnet(first.rpcUrl), token, stranger.address, 456n);
    await first.save();
    process.kill(first.pid, "SIGKILL");
    expect(await first.exited).toContain("SIGKILL");

    const second = await start({ stateFile });
    expect(await readUsdcBalance(await connectDevnet(second.rpcUrl), token, stranger.address)).toBe(456n);
  });

  it("is written without being asked, soon after a block", async () => {
    const stateFile = join(folder, "by-itself.json");
    const anvil = await start({ stateFile });
    await prepareDevnet(anvil.rpcUrl);
    await expect.poll(() => existsSync(stateFile), { timeout: 5_000 }).toBe(true);
  });

  it("that cannot be read is an error with the node's own words", async () => {
    const stateFile = join(folder, "broken.json");
    writeFileSync(stateFile, '{"block": ');
    await expect(start({ stateFile })).rejects.toThrow(/did not start: it ended with code \d/);
  });
});

describe("a node", () => {
  it("is reached at one address of this machine and at no other", async () => {
    const { rpcUrl } = await start();
    const ask = (url: string) =>
      fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] }),
      });
    expect((await ask(rpcUrl)).status).toBe(200);
    // Another address of the same machine, which a node that listens everywhere would answer on.
    await expect(ask(rpcUrl.replace("127.0.0.1", "127.0.0.2"))).rejects.toThrow();
  });

  it.skipIf(process.platform === "win32")(
    "ends with the process that started it, even one that is killed",
    async () => {
      const starter = join(folder, "starter.ts");
      const anvilModule = join(import.meta.dirname, "anvil.ts");
      writeFileSync(
        starter,
        `import { startAnvil } from ${JSON.stringify(anvilModule)}; process.send?.((await startAnvil()).pid);`,
      );
      writeFileSync(join(folder, "package.json"), '{"type":"module"}');
      const flags = ["--import", import.meta.resolve("tsx"), "--conditions=react-server"];
      const child = fork(starter, [], { execArgv: flags });
      const pid = await new Promise<number>((resolve) =>
        child.once("message", (message) => resolve(message as number)),
      );
      expect(isAlive(pid)).toBe(true);
      child.kill("SIGKILL");
      await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    },
  );
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("the guard of everything that changes a chain", () => {
  it("refuses a node that is not on this machine", async () => {
    await expect(connectDevnet("http://192.0.2.1:8545")).rejects.toThrow("must be loopback");
    await expect(prepareDevnet("https://mainnet.base.org")).rejects.toThrow("must be loopback");
  });

  it("knows the demo's keys in any spelling", () => {
    expect(isDemoKey(demoAccounts.gas.key.toUpperCase().replace("0X", "0x"))).toBe(true);
    expect(isDemoKey(`0x${"1".repeat(64)}`)).toBe(false);
  });
});
