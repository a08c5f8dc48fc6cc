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
  /** Unused and still valid: money may yet move. */
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
  const client = publicClient(network.chainId);
  let receipt: TransactionReceipt;
  try {
    receipt = await client.getTransactionReceipt({ hash: transaction });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return null;
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
 * @throws when the chain cannot be read
 */
export async function readChainTruth(network: Network, payment: ProvablePayment): Promise<ChainTruth> {
  const client = publicClient(network.chainId);
  const block = await client.getBlock({ blockTag: "latest" });
  const authorizer = payment.payer as `0x${string}`;
  const nonce = payment.nonce as `0x${string}`;
  const used = await client.readContract({
    address: payment.token as `0x${string}`,
    abi: usdcAbi,
    functionName: "authorizationState",
    args: [authorizer, nonce],
    blockNumber: block.number,
  });
  if (!used) return block.timestamp > BigInt(payment.validBefore) ? { kind: "expired" } : { kind: "open" };

  const range = { fromBlock: BigInt(payment.reservedAtBlock) + 1n, toBlock: block.number };
  if (range.fromBlock > range.toBlock) return { kind: "used-otherwise" };
  const address = payment.token as `0x${string}`;
  const [use] = await client.getContractEvents({
    address,
    abi: usdcAbi,
    eventName: "AuthorizationUsed",
    args: { authorizer, nonce },
    ...range,
  });
  if (use) {
    const proof = await proveTransaction(network, payment, use.transactionHash);
    return proof ? { kind: "settled", proof } : { kind: "used-otherwise" };
  }
  const [cancel] = await client.getContractEvents({
    address,
    abi: usdcAbi,
    eventName: "AuthorizationCanceled",
    args: { authorizer, nonce },
    ...range,
  });
  return cancel ? { kind: "cancelled" } : { kind: "used-otherwise" };
}
