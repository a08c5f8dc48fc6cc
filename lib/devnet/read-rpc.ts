import "server-only";
import type { Hex } from "viem";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { withoutUrls } from "@/lib/payment-methods/evm/chain/safe-error";
import { devnetDown, devnetNode } from "./guard";
import type { DevnetNode } from "./node";

/** The most calls in one batch. */
export const BATCH_MAX = 25;
/** Blocks that one `eth_getLogs` may cover. */
const LOG_BLOCKS_MAX = 1_000n;

/**
 * What wallets and pages read, with the number of parameters passed on (the rest, such as state overrides, is cut).
 * Everything else is refused: the node's own methods include ones that mint money and rewrite history, and it holds
 * unlocked accounts, so nothing that signs or sends is here either.
 */
const methods: Record<string, number> = {
  eth_blockNumber: 0,
  eth_call: 2,
  eth_chainId: 0,
  eth_estimateGas: 2,
  eth_feeHistory: 3,
  eth_gasPrice: 0,
  eth_getBalance: 2,
  eth_getBlockByHash: 2,
  eth_getBlockByNumber: 2,
  eth_getCode: 2,
  eth_getLogs: 1,
  eth_getStorageAt: 3,
  eth_getTransactionByHash: 1,
  eth_getTransactionCount: 2,
  eth_getTransactionReceipt: 1,
  eth_maxPriorityFeePerGas: 0,
  eth_syncing: 0,
  net_listening: 0,
  net_version: 0,
  web3_clientVersion: 0,
};

const callSchema = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.string().max(200), z.number(), z.null()]),
  method: z.string().max(100),
  params: z.array(z.unknown()).max(10).default([]),
});
type Call = z.infer<typeof callSchema>;

type RpcError = { code: number; message: string; data?: unknown };
type Answer = { jsonrpc: "2.0"; id: Call["id"] } & ({ result: unknown } | { error: RpcError });

/**
 * Answers JSON-RPC for people's wallets: only read methods of the devnet's node.
 *
 * @param body one call or a batch (JSON-RPC 2.0)
 * @returns the answer, or the answers in the batch's order; refusals are JSON-RPC errors
 * @throws AppError `not_found` off the devnet, `chain_unavailable` when the node is down
 */
export async function readRpc(body: unknown): Promise<Answer | Answer[]> {
  const node = await devnetNode();
  if (!Array.isArray(body)) return answer(node, body);
  if (body.length === 0 || body.length > BATCH_MAX) {
    return refusal(null, -32600, `A batch has 1 to ${BATCH_MAX} calls.`);
  }
  return Promise.all(body.map((call) => answer(node, call)));
}

async function answer(node: DevnetNode, body: unknown): Promise<Answer> {
  const parsed = callSchema.safeParse(body);
  if (!parsed.success) return refusal(null, -32600, "This is not a JSON-RPC 2.0 call.");
  const { id, method, params } = parsed.data;
  const count = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (count === undefined) return refusal(id, -32601, `The method ${method} is not available here.`);
  const passed = params.slice(0, count);
  if (method === "eth_getLogs") {
    const problem = await problemWithLogs(node, passed[0]);
    if (problem) return refusal(id, -32602, problem);
  }
  const reply = await ask(node, method, passed);
  if (!reply.error) return { jsonrpc: "2.0", id, result: reply.result ?? null };
  const { code, message, data } = reply.error;
  return {
    jsonrpc: "2.0",
    id,
    error: { code, message: withoutUrls(message), ...(data === undefined ? {} : { data }) },
  };
}

async function ask(
  node: DevnetNode,
  method: string,
  params: unknown[],
): Promise<{ result?: unknown; error?: RpcError }> {
  try {
    return await node.ask(method, params);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw devnetDown(error);
  }
}

/** A filter without bounds would make the node read its whole chain. */
async function problemWithLogs(node: DevnetNode, filter: unknown): Promise<string | null> {
  const parsed = z
    .object({ blockHash: z.string().optional(), fromBlock: z.string().optional(), toBlock: z.string().optional() })
    .safeParse(filter);
  if (!parsed.success) return "eth_getLogs takes one filter.";
  if (parsed.data.blockHash) return null;
  const newest = BigInt(await node.rpc<Hex>("eth_blockNumber"));
  const from = blockNumber(parsed.data.fromBlock, newest);
  const to = blockNumber(parsed.data.toBlock, newest);
  if (from === null || to === null) return "Name blocks by a hex number, or as earliest or latest.";
  const end = to < newest ? to : newest;
  return end - from >= LOG_BLOCKS_MAX ? `Ask for at most ${LOG_BLOCKS_MAX} blocks of logs at once.` : null;
}

function blockNumber(tag: string | undefined, newest: bigint): bigint | null {
  if (tag === "earliest") return 0n;
  if (tag === undefined || ["latest", "pending", "safe", "finalized"].includes(tag)) return newest;
  return /^0x[0-9a-f]{1,16}$/i.test(tag) ? BigInt(tag) : null;
}

function refusal(id: Call["id"], code: number, message: string): Answer {
  return { jsonrpc: "2.0", id, error: { code, message } };
}
