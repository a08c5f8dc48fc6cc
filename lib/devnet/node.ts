import "server-only";
import type { Hex } from "viem";
import { isLoopback } from "@/lib/settings/parsers/urls";

const CALL_TIMEOUT_MS = 15_000;

/** A development node reached by plain JSON-RPC. Only for nodes that passed `connectDevnet`. */
export type DevnetNode = {
  rpcUrl: string;
  chainId: number;
  /** One JSON-RPC call. @throws Error naming the method and the node's message */
  rpc<T = unknown>(method: string, params?: unknown[]): Promise<T>;
  /** The same, answering the node's result or error as it came. @throws Error when the node does not answer */
  ask(method: string, params?: unknown[]): Promise<NodeReply>;
};

type NodeReply = { result?: unknown; error?: { code: number; message: string; data?: unknown } };

/** The node is not a devnet. */
export class NotADevnet extends Error {}

/**
 * Connects to a development node, and to nothing else: the address must be loopback and the node must say that it is
 * anvil, because what follows rewrites balances and code.
 *
 * @throws NotADevnet with a sentence for people; another Error when the node does not answer
 */
export async function connectDevnet(rpcUrl: string): Promise<DevnetNode> {
  if (!isLoopback(rpcUrl)) throw new NotADevnet("A devnet is on this machine: its RPC address must be loopback.");
  const ask = (method: string, params: unknown[] = []) => askNode(rpcUrl, method, params);
  const rpc = async <T>(method: string, params: unknown[] = []) => {
    const { result, error } = await ask(method, params);
    if (error) throw new Error(`The devnet's node refused ${method}: ${error.message}`);
    return result as T;
  };
  const version = await rpc<string>("web3_clientVersion");
  if (!isAnvil(version))
    throw new NotADevnet(`A devnet is anvil; the node here says it is ${JSON.stringify(version)}.`);
  const chainId = Number(await rpc<Hex>("eth_chainId"));
  return { rpcUrl, chainId, rpc, ask };
}

/** True when `web3_clientVersion` is anvil's. */
function isAnvil(clientVersion: unknown): boolean {
  return typeof clientVersion === "string" && /^anvil\//i.test(clientVersion);
}

async function askNode(rpcUrl: string, method: string, params: unknown[]): Promise<NodeReply> {
  const response = await fetch(rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });
  return (await response.json()) as NodeReply;
}
