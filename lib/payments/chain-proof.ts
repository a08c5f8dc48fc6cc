import "server-only";
import { parseEventLogs, type TransactionReceipt, TransactionReceiptNotFoundError } from "viem";
import { publicClient } from "@/lib/chain/clients";
import type { Network } from "@/lib/chain/networks";
import { usdcAbi } from "@/lib/chain/usdc.abi";

/** The transfer that settled a payment, as the chain has it. */
export type SettlementProof = {
  transaction: `0x${string}`;
  /** Index in the block of the `Transfer` log: with network and transaction it proves one payment and no other. */
  logIndex: number;
  blockNumber: bigint;
  blockHash: `0x${string}`;
  blockTime: Date;
  /** Who sent the transaction, lower-case. */
  sender: string;
};

/** What the chain says of an authorization. */
export type ChainTruth =
  | { kind: "settled"; proof: SettlementProof }
  /** Unused, and a block past `validBefore` exists: it can never move money. */
  | { kind: "expired" }
  /** The payer cancelled it (EIP-3009 `cancelAuthorization`). */
  | { kind: "cancelled" }
  /** Used, but not by our transfer: an older payment presented again, or another recipient. */
  | { kind: "used-otherwise" }
  /** Unused and still valid, or used and not yet seen by what: money may yet move, or have moved. */
  | { kind: "open" };

/** The ledger's words for one payment. Hex is lower-case, numbers are decimal text. */
export type ProvablePayment = {
  token: string;
  payer: string;
  payTo: string;
  amount: string;
  nonce: string;
  validBefore: string;
  reservedAtBlock: string;
};

/**
 * Looks for a payment's settlement in one transaction: the token's `AuthorizationUsed(payer, nonce)` with the exact
 * `Transfer(payer, payTo, value)` at the next log index. A transaction may hold several authorizations, so the
 * neighbouring index is what ties the two together.
 *
 * @returns null when the transaction is unknown, reverted, or holds no such pair
 * @throws when the chain cannot be read
 */
export async function proveTransaction(
  network: Network,
  payment: ProvablePayment,
  transaction: `0x${string}`,
): Promise<SettlementProof | null> {
  const seen = await readTransfer(network, payment, transaction);
  return seen === "not-found" ? null : seen;
}

async function readTransfer(
  network: Network,
  payment: ProvablePayment,
  transaction: `0x${string}`,
): Promise<SettlementProof | "not-found" | null> {
  const client = publicClient(network.chainId);
  let receipt: TransactionReceipt;
  try {
    receipt = await client.getTransactionReceipt({ hash: transaction });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return "not-found";
    throw error;
  }
  const logIndex = receipt.status === "success" ? findTransfer(receipt, payment) : null;
  if (logIndex === null) return null;
  const block = await client.getBlock({ blockHash: receipt.blockHash });
  return {
    transaction: receipt.transactionHash,
    logIndex,
    blockNumber: receipt.blockNumber,
    blockHash: receipt.blockHash,
    blockTime: new Date(Number(block.timestamp) * 1_000),
    sender: receipt.from.toLowerCase(),
  };
}

function findTransfer(receipt: TransactionReceipt, payment: ProvablePayment): number | null {
  const logs = parseEventLogs({
    abi: usdcAbi,
    logs: receipt.logs.filter((log) => log.address.toLowerCase() === payment.token),
    eventName: ["AuthorizationUsed", "Transfer"],
  });
  for (const used of logs) {
    if (used.eventName !== "AuthorizationUsed") continue;
    if (used.args.authorizer.toLowerCase() !== payment.payer || used.args.nonce.toLowerCase() !== payment.nonce)
      continue;
    const next = logs.find((log) => log.logIndex === used.logIndex + 1);
    if (next?.eventName !== "Transfer") return null;
    const { from, to, value } = next.args;
    const exact =
      from.toLowerCase() === payment.payer && to.toLowerCase() === payment.payTo && value.toString() === payment.amount;
    return exact ? next.logIndex : null;
  }
  return null;
}

/**
 * Asks the chain what became of an authorization after the block recorded at its reservation. A use at or before that
 * block is somebody's older payment and never counts (rule 3d).
 *
 * Only what is seen counts: an RPC that lags behind may know that an authorization was used and not yet by what. Then the
 * answer is `open`, and the next one will know.
 *
 * @throws when the chain cannot be read
 */
export async function readChainTruth(network: Network, payment: ProvablePayment): Promise<ChainTruth> {
  const client = publicClient(network.chainId);
  const latest = await client.getBlock({ blockTag: "latest" });
  if (!(await isUsed(network, payment, latest.number))) return isExpired(network, payment, latest);

  const found = await findUse(network, payment, latest.number);
  if (found) return found;
  const usedBefore = await isUsed(network, payment, BigInt(payment.reservedAtBlock)).catch(() => false);
  return usedBefore ? { kind: "used-otherwise" } : { kind: "open" };
}

function isUsed(network: Network, payment: ProvablePayment, blockNumber: bigint): Promise<boolean> {
  return publicClient(network.chainId).readContract({
    address: payment.token as `0x${string}`,
    abi: usdcAbi,
    functionName: "authorizationState",
    args: [payment.payer as `0x${string}`, payment.nonce as `0x${string}`],
    blockNumber,
  });
}

/** A block that may still be replaced proves nothing: one that stays has to be past `validBefore`. */
async function isExpired(network: Network, payment: ProvablePayment, latest: { number: bigint; timestamp: bigint }) {
  const depth = BigInt(network.confirmations);
  const certain =
    depth === 0n || latest.number < depth
      ? latest
      : await publicClient(network.chainId).getBlock({ blockNumber: latest.number - depth });
  return certain.timestamp > BigInt(payment.validBefore) ? ({ kind: "expired" } as const) : ({ kind: "open" } as const);
}

/** The event that used the authorization up after the reservation, and what it means. Null when none is seen yet. */
async function findUse(network: Network, payment: ProvablePayment, toBlock: bigint): Promise<ChainTruth | null> {
  const fromBlock = BigInt(payment.reservedAtBlock) + 1n;
  if (fromBlock > toBlock) return null;
  const client = publicClient(network.chainId);
  const filter = {
    address: payment.token as `0x${string}`,
    abi: usdcAbi,
    args: { authorizer: payment.payer as `0x${string}`, nonce: payment.nonce as `0x${string}` },
    fromBlock,
    toBlock,
  };
  const [use] = await client.getContractEvents({ ...filter, eventName: "AuthorizationUsed" });
  if (use) {
    const seen = await readTransfer(network, payment, use.transactionHash);
    if (seen === "not-found") return null;
    return seen ? { kind: "settled", proof: seen } : { kind: "used-otherwise" };
  }
  const [cancel] = await client.getContractEvents({ ...filter, eventName: "AuthorizationCanceled" });
  return cancel ? { kind: "cancelled" } : null;
}
