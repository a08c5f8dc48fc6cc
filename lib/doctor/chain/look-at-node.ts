import "server-only";
import { type Hex, numberToHex } from "viem";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { askNode } from "./ask-node";

/** Blocks in a request for logs from which on a node is as good as any. */
const WANTED_SPAN = 10_000n;
/** Blocks in which a transaction is looked for. */
const RECENT = 20n;
/** Not in the newest blocks: behind one URL are often several nodes, and the next may not have them yet. */
const SETTLING = 3n;
/** How many blocks back an old one is looked for: three weeks or more on every known network, but Arbitrum's three days. */
const OLD = 1_000_000n;

/** What one node can do. */
export type NodeFacts = {
  chainId: number;
  /** The newest block. */
  head: { number: bigint; time: number };
  /** Its clock minus ours in ms, null if it does not tell. */
  clock: number | null;
  /** Blocks that one `eth_getLogs` may cover, up to 10,000 or the length of the chain; 0 if it refuses a single one. */
  span: bigint;
  /** Whether the span was limited by the node, not by the length of the chain. */
  isSpanLimited: boolean;
  /** A recent transaction's receipt and logs; null if no transaction was found. */
  recent: { hasReceipt: boolean; hasLogs: boolean } | null;
  /** Blocks of some weeks ago, with the receipts of their transactions. */
  hasOldBlocks: boolean;
};

type Block = { number: Hex; timestamp: Hex; transactions: Hex[] };
type Receipt = { logs: { address: Hex }[] };

/**
 * Asks one node for everything that selling needs. If it is on another chain, nothing else is asked.
 *
 * @throws when it does not answer
 */
export async function lookAtNode(url: string, { chainId, token }: Network): Promise<NodeFacts | { chainId: number }> {
  const { result: found, date: clock } = await askNode<Hex>(url, "eth_chainId");
  if (Number(found) !== chainId) return { chainId: Number(found) };
  const { result: newest } = await askNode<Block>(url, "eth_getBlockByNumber", ["latest", false]);
  const head = { number: BigInt(newest.number), time: Number(newest.timestamp) * 1_000 };
  const { span, isSpanLimited } = await measureSpan(url, token.address, head.number);
  return {
    chainId,
    head,
    clock,
    span,
    isSpanLimited,
    recent: await lookAtRecent(url, head.number),
    hasOldBlocks: await hasBlock(url, head.number > OLD ? head.number - OLD : 0n),
  };
}

/** Asks for the logs of an event that nobody caused, in ever smaller pieces. */
async function measureSpan(url: string, address: string, head: bigint) {
  const most = head + 1n < WANTED_SPAN ? head + 1n : WANTED_SPAN;
  for (let span = most; span > 0n; span /= 2n) {
    const range = { fromBlock: numberToHex(head - span + 1n), toBlock: numberToHex(head) };
    const topics = [`0x${"d0c".padStart(64, "0")}`];
    const isTaken = await askNode(url, "eth_getLogs", [{ address, topics, ...range }]).then(
      () => true,
      () => false,
    );
    if (isTaken) return { span, isSpanLimited: span < most };
  }
  return { span: 0n, isSpanLimited: true };
}

/** The newest transaction that left logs, or has no receipt. */
async function lookAtRecent(url: string, head: bigint): Promise<NodeFacts["recent"]> {
  const newest = head > SETTLING ? head - SETTLING : 0n;
  for (let number = newest; number >= 0n && number > newest - RECENT; number--) {
    const at = numberToHex(number);
    const { result: block } = await askNode<Block | null>(url, "eth_getBlockByNumber", [at, false]);
    const hash = block?.transactions.at(-1);
    if (!hash) continue;
    const receipt = await askNode<Receipt | null>(url, "eth_getTransactionReceipt", [hash]).catch(() => null);
    if (!receipt?.result) return { hasReceipt: false, hasLogs: true };
    const [log] = receipt.result.logs;
    if (!log) continue;
    const filter = { address: log.address, fromBlock: at, toBlock: at };
    const logs = await askNode<unknown[]>(url, "eth_getLogs", [filter]).catch(() => null);
    // A refusal is the span's finding.
    return { hasReceipt: true, hasLogs: logs === null || logs.result.length > 0 };
  }
  return null;
}

async function hasBlock(url: string, number: bigint): Promise<boolean> {
  try {
    const { result } = await askNode<Block | null>(url, "eth_getBlockByNumber", [numberToHex(number), false]);
    const [hash] = result?.transactions ?? [];
    if (!hash) return result !== null;
    return (await askNode<Receipt | null>(url, "eth_getTransactionReceipt", [hash])).result !== null;
  } catch {
    return false;
  }
}
