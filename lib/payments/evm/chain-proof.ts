import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { publicClient } from "@/lib/chain/clients";
import { confirmationsFor } from "@/lib/chain/confirmations";
import { findCause } from "@/lib/chain/find-cause";
import { findUse } from "@/lib/chain/find-use";
import type { Network } from "@/lib/chain/networks";
import { usdcAbi } from "@/lib/chain/usdc.abi";
import { SECOND } from "@/lib/clock";
import { readTransfer, type SettlementProof, type SignedTransfer } from "./read-transfer";

/** How often a payment that waits for blocks is looked at (ms). */
const CONFIRMATION_POLL = 500;

/** How long a node may be behind the one that has shown the block (ms), and how often it is asked meanwhile. */
export const NODE_LAG = 8 * SECOND;
export const LAG_POLL = 200;

/** What the chain says of an authorization. */
export type ChainTruth =
  | { kind: "settled"; proof: SettlementProof }
  /** Our transfer, in a block that has too few on top of it for this price. */
  | { kind: "confirming" }
  /** Unused, and a block past `validBefore` exists: it can never move money. */
  | { kind: "expired" }
  /** The payer cancelled it (EIP-3009 `cancelAuthorization`). */
  | { kind: "cancelled" }
  /** Used, but not by our transfer: an older payment presented again, or another recipient. */
  | { kind: "used-otherwise" }
  /** Used, and not yet seen by what: money has moved, or the payer cancelled. */
  | { kind: "unseen" }
  /** Unused and still valid: money may yet move. */
  | { kind: "open" };

/** The ledger's words for one payment. Hex is lower-case, numbers are decimal text. */
type ProvablePayment = SignedTransfer & {
  validBefore: string;
  reservedAtBlock: string;
};

/**
 * Looks for a payment's settlement in one transaction.
 *
 * @returns null when the transaction is unknown, reverted, or holds no such transfer
 * @throws when the chain cannot be read
 */
export async function proveTransaction(
  network: Network,
  payment: ProvablePayment,
  transaction: `0x${string}`,
): Promise<SettlementProof | null> {
  const seen = await readTransfer(publicClient(network.chainId), payment, transaction);
  return seen === "not-found" ? null : seen;
}

/** Whether a transaction is in a block and failed there: it has moved nothing. @throws when the chain cannot be read */
export async function isReverted({ chainId }: Network, transaction: `0x${string}`): Promise<boolean> {
  try {
    return (await publicClient(chainId).getTransactionReceipt({ hash: transaction })).status === "reverted";
  } catch (error) {
    if (findCause(error, "TransactionReceiptNotFoundError")) return false;
    throw error;
  }
}

/**
 * Looks for a payment's settlement in a transaction that whoever sent it has seen in a block, until as many blocks stand on
 * top of it as the price asks for. Another node than that one may answer us, and be behind: a receipt that is not there yet,
 * and a node that does not know the block, are asked for again for some seconds. Read again at the end: a block may have been
 * replaced, and the transaction moved to another one.
 *
 * @param patience milliseconds to wait for blocks
 * @returns null when there is no such transfer, or it was not there in time
 * @throws when the chain cannot be read
 */
export async function proveConfirmed(
  network: Network,
  payment: ProvablePayment,
  transaction: `0x${string}`,
  patience: number,
): Promise<SettlementProof | null> {
  const began = performance.now();
  for (;;) {
    const behind = performance.now() - began < Math.min(patience, NODE_LAG);
    const seen = await readConfirmed(network, payment, transaction).catch((error: unknown) => {
      if (behind) return "not-found" as const;
      throw error;
    });
    if (seen === null || typeof seen === "object") return seen;
    const longEnough = seen === "not-found" ? !behind : performance.now() - began + CONFIRMATION_POLL > patience;
    if (longEnough) return null;
    await sleep(seen === "not-found" ? LAG_POLL : CONFIRMATION_POLL);
  }
}

async function readConfirmed(network: Network, payment: ProvablePayment, transaction: `0x${string}`) {
  const seen = await readTransfer(publicClient(network.chainId), payment, transaction);
  if (seen === null || seen === "not-found") return seen;
  return (await isDeepEnough(network, payment, seen)) ? seen : "too-young";
}

/** True when the price asks for no more blocks on top of the transfer's than there are. */
async function isDeepEnough(network: Network, payment: ProvablePayment, proof: SettlementProof): Promise<boolean> {
  const wanted = BigInt(confirmationsFor(network, BigInt(payment.amount)));
  if (wanted === 0n) return true;
  const latest = await publicClient(network.chainId).getBlockNumber({ cacheTime: 0 });
  return latest >= proof.blockNumber + wanted;
}

/**
 * Asks the chain what became of an authorization after the block recorded at its reservation. A use at or before that
 * block is somebody's older payment and never counts (rule 3d).
 *
 * The receipts of what we know to have been sent come first: nodes show those whatever they think of a question about
 * many blocks. Only what is seen counts: an RPC that lags behind may know that an authorization was used and not yet by
 * what. Then the answer is `unseen`, and the next one will know.
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
    if (proof && proof.blockNumber > BigInt(payment.reservedAtBlock)) return whenDeepEnough(network, payment, proof);
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
 * The time (Unix seconds) of the newest block that stays: one that may still be replaced proves nothing about what
 * has expired.
 */
export async function readCertainTime(network: Network, latest: BlockTime): Promise<bigint> {
  const depth = BigInt(network.confirmations);
  const certain =
    depth === 0n || latest.number < depth
      ? latest
      : await publicClient(network.chainId).getBlock({ blockNumber: latest.number - depth });
  return certain.timestamp;
}

/** What used the authorization up after the reservation, and what it means. Null when nothing is seen yet. */
async function readUse(network: Network, payment: ProvablePayment, toBlock: bigint): Promise<ChainTruth | null> {
  const fromBlock = BigInt(payment.reservedAtBlock) + 1n;
  if (fromBlock > toBlock) return null;
  const walked = await findUse(network.chainId, payment, { fromBlock, toBlock });
  if (walked.kind === "unfinished") return { kind: "unseen" };
  if (walked.kind === "nothing") return null;
  if (walked.found.kind === "cancelled") return { kind: "cancelled" };
  const seen = await readTransfer(publicClient(network.chainId), payment, walked.found.transaction);
  if (seen === "not-found") return null;
  return seen ? whenDeepEnough(network, payment, seen) : { kind: "used-otherwise" };
}

async function whenDeepEnough(network: Network, payment: ProvablePayment, proof: SettlementProof): Promise<ChainTruth> {
  return (await isDeepEnough(network, payment, proof)) ? { kind: "settled", proof } : { kind: "confirming" };
}
