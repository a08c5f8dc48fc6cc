import "server-only";
import type { PublicClient, TransactionReceipt } from "viem";
import { findCause } from "@/lib/payment-methods/evm/chain/find-cause";
import { parseAuthorizedTransfers } from "@/lib/payment-methods/evm/chain/parse-authorized-transfers";
import type { Proof } from "@/lib/payments/ports";

/** The signed transfer (EIP-3009), as the ledger stores it: hex is lower-case, numbers are decimal text. */
export type SignedTransfer = { token: string; payer: string; payTo: string; amount: string; nonce: string };

/**
 * Looks for a signed transfer in one transaction: the token's `AuthorizationUsed(payer, nonce)` with the exact
 * `Transfer(payer, payTo, value)` at the next log index: the proof's position. Its height is the block's number.
 *
 * @returns null when the transaction reverted or has no such pair
 * @throws when the chain cannot be read
 */
export async function proveTransfer(
  client: Pick<PublicClient, "getTransactionReceipt" | "getBlock">,
  payment: SignedTransfer,
  transaction: `0x${string}`,
): Promise<Proof | "not-found" | null> {
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
    position: String(logIndex),
    height: receipt.blockNumber.toString(),
    blockHash: receipt.blockHash,
    blockTime: new Date(Number(timestamp) * 1_000),
    sender: receipt.from.toLowerCase(),
  };
}

function findTransfer(receipt: TransactionReceipt, payment: SignedTransfer): number | null {
  const made = parseAuthorizedTransfers(receipt.logs, payment.token).find(
    ({ payer, nonce }) => payer === payment.payer && nonce === payment.nonce,
  );
  const exact = made?.payTo === payment.payTo && made.amount.toString() === payment.amount;
  return exact ? made.logIndex : null;
}
