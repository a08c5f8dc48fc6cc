import "server-only";
import { encodeFunctionData, type Hex, numberToHex } from "viem";
import {
  type Address,
  MULTICALL3_ADDRESS,
  type Network,
  networkByChainId,
  type Token,
} from "@/lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { demoAccounts } from "./accounts";
import { deployUsdc, installMulticall3 } from "./deploy";
import { connectDevnet, type DevnetNode } from "./node";
import { mintUsdc } from "./send";

const ETHER = 10n ** 18n;
const LOW_ON_GAS = 10n * ETHER;
const FULL_OF_GAS = 10_000n * ETHER;
const DOLLAR = 1_000_000n;
const BUYER_LOW = 10n * DOLLAR;
const BUYER_FULL = 1_000n * DOLLAR;

type PrepareOptions = {
  /** Gets progress messages in plain words. */
  say?: (sentence: string) => void;
  /** For a test that plays a network which is not in `networks.ts`. */
  network?: Network;
};

export type Prepared = {
  token: Token;
  /** `found`: it was there. `deployed`: a fresh chain. `redeployed`: the chain had to be reset first. */
  usdc: "found" | "deployed" | "redeployed";
};

/**
 * Makes a development node ready for the demo or a test: Circle's USDC at the address that `networks.ts` names,
 * Multicall3, and demo accounts with gas and dollars. Safe to repeat: what is there stays, balances included.
 *
 * When USDC is missing and cannot come to its address any more (the deployer has sent other transactions, or an earlier
 * set-up was interrupted), the chain is reset.
 *
 * @throws Error when the node is not anvil on this machine, or its chain id is unknown
 */
export async function prepareDevnet(rpcUrl: string, options: PrepareOptions = {}): Promise<Prepared> {
  const say = options.say ?? (() => {});
  const node = await connectDevnet(rpcUrl);
  const network = options.network ?? networkByChainId(node.chainId);
  if (!network)
    throw new Error(`There is no network with chain id ${node.chainId} in lib/payment-methods/evm/chain/networks.ts.`);
  const { token } = network;

  let usdc: Prepared["usdc"] = "found";
  if (!(await hasUsdc(node, token))) {
    usdc = "deployed";
    if (await isSpoiled(node, token)) {
      say("The local chain cannot take USDC at its address any more, so it starts again from nothing.");
      await node.rpc("anvil_reset", []);
      usdc = "redeployed";
    }
    await deployUsdc(node, token);
    say(`Circle's USDC is deployed at ${token.address}.`);
  }
  const multicall = await node.rpc<Hex>("eth_getCode", [MULTICALL3_ADDRESS, "latest"]);
  if (multicall === "0x") await installMulticall3(node);
  await fundAccounts(node, token, say);
  return { token, usdc };
}

/** USDC balance in atomic units. */
export async function readUsdcBalance(node: DevnetNode, token: Token, address: Address): Promise<bigint> {
  return BigInt(await read(node, token, { abi: usdcAbi, functionName: "balanceOf", args: [address] }));
}

/** True when the token works to the last step of its set-up, which is the minter's allowance. */
async function hasUsdc(node: DevnetNode, token: Token): Promise<boolean> {
  if ((await node.rpc<Hex>("eth_getCode", [token.address, "latest"])) === "0x") return false;
  try {
    const args = [demoAccounts.minter.address] as const;
    return BigInt(await read(node, token, { abi: usdcAbi, functionName: "minterAllowance", args })) > 0n;
  } catch {
    return false;
  }
}

async function isSpoiled(node: DevnetNode, token: Token): Promise<boolean> {
  const sent = await node.rpc<Hex>("eth_getTransactionCount", [demoAccounts.deployer.address, "latest"]);
  const code = await node.rpc<Hex>("eth_getCode", [token.address, "latest"]);
  return BigInt(sent) !== 0n || code !== "0x";
}

async function fundAccounts(node: DevnetNode, token: Token, say: (sentence: string) => void): Promise<void> {
  for (const { address } of Object.values(demoAccounts)) {
    const gas = BigInt(await node.rpc<Hex>("eth_getBalance", [address, "latest"]));
    if (gas < LOW_ON_GAS) await node.rpc("anvil_setBalance", [address, numberToHex(FULL_OF_GAS)]);
  }
  const buyer = demoAccounts.buyer.address;
  const dollars = await readUsdcBalance(node, token, buyer);
  if (dollars >= BUYER_LOW) return;
  await mintUsdc(node, token, buyer, BUYER_FULL - dollars);
  say(`The demo buyer ${buyer} has $1,000.00.`);
}

async function read(
  node: DevnetNode,
  token: Token,
  call: Parameters<typeof encodeFunctionData<typeof usdcAbi>>[0],
): Promise<Hex> {
  return node.rpc<Hex>("eth_call", [{ to: token.address, data: encodeFunctionData(call) }, "latest"]);
}
