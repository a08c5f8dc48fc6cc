import "server-only";
import { type PublicClient, parseEventLogs, type TransactionReceipt } from "viem";
import { findCause } from "@/lib/chain/find-cause";
import { usdcAbi } from "@/lib/chain/usdc.abi";

/** The signed transfer (EIP-3009), as the ledger stores it: hex is lower-case, numbers are decimal text. */
export type SignedTransfer = { token: string; payer: string; payTo: string; amount: string; nonce: string };

/** The transfer that settled a payment, as the chain has it. */
export type SettlementProof = {
  transaction: `0x${string}`;
  /** Index of the `Transfer` log in the block: with network and transaction it proves exactly one payment. */
  logIndex: number;
  blockNumber: bigint;
  blockHash: `0x${string}`;
  blockTime: Date;
  /** Who sent the transaction, lower-case. */
  sender: string;
};

/**
 * Looks for a signed transfer in one transaction: the token's `AuthorizationUsed(payer, nonce)` with the exact
 * `Transfer(payer, payTo, value)` at the next log index. A transaction may hold several authorizations, so only the
 * neighbouring index connects the two.
 *
 * @returns null when the transaction reverted or has no such pair
 * @throws when the chain cannot be read
 */
export async function proveTransfer(
  client: Pick<PublicClient, "getTransactionReceipt" | "getBlock">,
  payment: SignedTransfer,
  transaction: `0x${string}`,
): Promise<SettlementProof | "not-found" | null> {
  let receipt: TransactionReceipt;
  try {
    receipt = await client.getTransactionReceipt({ hash: transaction });
  } catch (error) {
    if (findCause(error, "TransactionReceiptNotFoundError")) return "not-found";
    throw error;
  }
  const logIndex = receipt.status === "success" ? findTransfer(receipt, payment) : null;
  if (logIndex === null) return null;
  const timestamp =
    receipt.logs[0]?.blockTimestamp ?? (await client.getBlock({ blockHash: receipt.blockHash })).timestamp;
  return {
    transaction: receipt.transactionHash,
    logIndex,
    blockNumber: receipt.blockNumber,
    blockHash: receipt.blockHash,
    blockTime: new Date(Number(timestamp) * 1_000),
    sender: receipt.from.toLowerCase(),
  };
}

function findTransfer(receipt: TransactionReceipt, payment: SignedTransfer): number | null {
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
