import "server-only";
import type { Hex } from "viem";

const CALL_TIMEOUT_MS = 15_000;
const RECEIPT_TIMEOUT_MS = 20_000;

/** A development node reached by plain JSON-RPC. Only for nodes that passed `connectDevnet`. */
export type DevnetNode = {
  rpcUrl: string;
  chainId: number;
  /** One JSON-RPC call. @throws Error naming the method and the node's message */
  rpc<T = unknown>(method: string, params?: unknown[]): Promise<T>;
  /** Waits until the transaction is in a block. */
  receipt(hash: Hex): Promise<{ status: Hex; blockNumber: Hex }>;
};

/**
 * Connects to a development node, and to nothing else: the address must be loopback and the node must say that it is
 * anvil, because what follows rewrites balances and code.
 *
 * @throws Error with a sentence for people
 */
export async function connectDevnet(rpcUrl: string): Promise<DevnetNode> {
  if (!isLoopback(rpcUrl)) throw new Error("A devnet is on this machine: its RPC address must be loopback.");
  const rpc = <T>(method: string, params: unknown[] = []) => callNode<T>(rpcUrl, method, params);
  const version = await rpc<string>("web3_clientVersion");
  if (!isAnvil(version)) throw new Error(`A devnet is anvil; the node here says it is ${JSON.stringify(version)}.`);
  const chainId = Number(await rpc<Hex>("eth_chainId"));
  return { rpcUrl, chainId, rpc, receipt: (hash) => waitForReceipt(rpc, hash) };
}

/** True for an address that only this machine can reach. */
export function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** True when `web3_clientVersion` is anvil's. */
export function isAnvil(clientVersion: unknown): boolean {
  return typeof clientVersion === "string" && /^anvil\//i.test(clientVersion);
}

async function callNode<T>(rpcUrl: string, method: string, params: unknown[]): Promise<T> {
  const response = await fetch(rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });
  const answer = (await response.json()) as { result?: T; error?: { message: string } };
  if (answer.error) throw new Error(`The devnet's node refused ${method}: ${answer.error.message}`);
  return answer.result as T;
}

async function waitForReceipt(rpc: DevnetNode["rpc"], hash: Hex) {
  const deadline = Date.now() + RECEIPT_TIMEOUT_MS;
  for (;;) {
    const receipt = await rpc<{ status: Hex; blockNumber: Hex } | null>("eth_getTransactionReceipt", [hash]);
    if (receipt) return receipt;
    if (Date.now() > deadline) throw new Error(`The devnet's node did not take the transaction ${hash} in time.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
