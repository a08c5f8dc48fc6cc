import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "@/lib/clock";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { confirmationsFor } from "@/lib/payment-methods/evm/chain/confirmations";
import { findCause } from "@/lib/payment-methods/evm/chain/find-cause";
import { findUse } from "@/lib/payment-methods/evm/chain/find-use";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import type { ChainTruth, Proof } from "@/lib/payments/ports";
import { proveTransfer, type SignedTransfer } from "./prove-transfer";

/** How often a payment that waits for blocks is checked (ms). */
const CONFIRMATION_POLL = 500;

/** How long a node may lag behind the one that has shown the block (ms), and how often it is asked in the meantime. */
export const NODE_LAG = 8 * SECOND;
export const LAG_POLL = 200;

/** One payment as the ledger stores it. Hex is lower-case, numbers are decimal text. */
export type ProvablePayment = SignedTransfer & {
  validBefore: string;
  reservedAtBlock: string;
};

/**
 * Looks for a payment's settlement in one transaction.
 *
 * @returns null when the transaction is unknown, reverted, or has no such transfer
 * @throws when the chain cannot be read
 */
export async function proveTransaction(
  network: Network,
  payment: ProvablePayment,
  transaction: `0x${string}`,
): Promise<Proof | null> {
  const seen = await proveTransfer(publicClient(network.chainId), payment, transaction);
  return seen === "not-found" ? null : seen;
}

/** Whether a transaction is in a block and failed there: then it has moved nothing. @throws when the chain cannot be read */
export async function isReverted({ chainId }: Network, transaction: `0x${string}`): Promise<boolean> {
  try {
    return (await publicClient(chainId).getTransactionReceipt({ hash: transaction })).status === "reverted";
  } catch (error) {
    if (findCause(error, "TransactionReceiptNotFoundError")) return false;
    throw error;
  }
}

/**
 * Looks for a payment's settlement in a transaction that its sender has seen in a block, until there are as many blocks
 * on top of it as the price requires. Another node may answer us, and lag behind: a missing receipt or block is
 * requested again for some seconds. The receipt is read again at the end: a block may have been replaced, and the
 * transaction moved to another one.
 *
 * @param timeout milliseconds to wait for blocks
 * @returns null when there is no such transfer, or it was not there in time
 * @throws when the chain cannot be read
 */
export async function proveConfirmed(
  network: Network,
  payment: ProvablePayment,
  transaction: `0x${string}`,
  timeout: number,
): Promise<Proof | null> {
  const began = performance.now();
  for (;;) {
    const behind = performance.now() - began < Math.min(timeout, NODE_LAG);
    const seen = await readConfirmed(network, payment, transaction).catch((error: unknown) => {
      if (behind) return "not-found" as const;
      throw error;
    });
    if (seen === null || typeof seen === "object") return seen;
    const longEnough = seen === "not-found" ? !behind : performance.now() - began + CONFIRMATION_POLL > timeout;
    if (longEnough) return null;
    await sleep(seen === "not-found" ? LAG_POLL : CONFIRMATION_POLL);
  }
}

async function readConfirmed(network: Network, payment: ProvablePayment, transaction: `0x${string}`) {
  const seen = await proveTransfer(publicClient(network.chainId), payment, transaction);
  if (seen === null || seen === "not-found") return seen;
  return (await isDeepEnough(network, BigInt(payment.amount), seen)) ? seen : "too-young";
}

/** True when there are as many blocks on top of the transfer's as the price requires. */
export async function isDeepEnough(network: Network, amount: bigint, proof: Proof): Promise<boolean> {
  const wanted = BigInt(confirmationsFor(network, amount));
  if (wanted === 0n) return true;
  const latest = await publicClient(network.chainId).getBlockNumber({ cacheTime: 0 });
  return latest >= BigInt(proof.height) + wanted;
}

/**
 * Reads from the chain what happened to an authorization after the block recorded at its reservation. A use at or
 * before that block is an older payment and never counts (rule 3d).
 *
 * The receipts of known transactions come first: nodes return those even if they reject requests for many blocks. Only
 * what is seen counts: a lagging RPC may know that an authorization was used but not yet by which transaction. Then the
 * result is `unseen`, and the next run will know.
 *
 * @param sent transactions that may have settled it
 * @throws when the chain cannot be read
 */
export async function readChainTruth(
  network: Network,
  payment: ProvablePayment,
  sent: readonly `0x${string}`[] = [],
): Promise<ChainTruth> {
  for (const transaction of sent) {
    const proof = await proveTransaction(network, payment, transaction);
    if (proof && BigInt(proof.height) > BigInt(payment.reservedAtBlock)) return whenDeepEnough(network, payment, proof);
  }
  const client = publicClient(network.chainId);
  const latest = await client.getBlock({ blockTag: "latest" });
  if (!(await isUsed(network, payment, latest.number))) return isExpired(network, payment, latest);

  const found = await readUse(network, payment, latest.number);
  if (found) return found;
  const usedBefore = await isUsed(network, payment, BigInt(payment.reservedAtBlock)).catch(() => false);
  return usedBefore ? { kind: "used-otherwise" } : { kind: "unseen" };
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

async function isExpired(network: Network, payment: ProvablePayment, latest: BlockTime) {
  const certain = await readCertainTime(network, latest);
  return certain > BigInt(payment.validBefore) ? ({ kind: "expired" } as const) : ({ kind: "open" } as const);
}

type BlockTime = { number: bigint; timestamp: bigint };

/**
 * The time (Unix seconds) of the newest final block: one that may still be replaced proves no expiry.
 */
export async function readCertainTime(network: Network, latest: BlockTime): Promise<bigint> {
  const depth = BigInt(network.confirmations);
  const certain =
    depth === 0n || latest.number < depth
      ? latest
      : await publicClient(network.chainId).getBlock({ blockNumber: latest.number - depth });
  return certain.timestamp;
}

/** The transaction that used the authorization after the reservation, and what it means. Null when none is known yet. */
async function readUse(network: Network, payment: ProvablePayment, toBlock: bigint): Promise<ChainTruth | null> {
  const fromBlock = BigInt(payment.reservedAtBlock) + 1n;
  if (fromBlock > toBlock) return null;
  const walked = await findUse(network.chainId, payment, { fromBlock, toBlock });
  if (walked.kind === "unfinished") return { kind: "unseen" };
  if (walked.kind === "nothing") return null;
  if (walked.found.kind === "cancelled") return { kind: "cancelled" };
  const seen = await proveTransfer(publicClient(network.chainId), payment, walked.found.transaction);
  if (seen === "not-found") return null;
  return seen ? whenDeepEnough(network, payment, seen) : { kind: "used-otherwise" };
}

async function whenDeepEnough(network: Network, payment: ProvablePayment, proof: Proof): Promise<ChainTruth> {
  return (await isDeepEnough(network, BigInt(payment.amount), proof))
    ? { kind: "settled", proof }
    : { kind: "confirming" };
}
