import "server-only";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { findSent } from "@/lib/payment-methods/evm/gas/sent-transactions";
import type { Rechecked } from "@/lib/payments/ports";
import type { TransferRow } from "@/lib/payments/rows";
import { asProvable, networkOf } from "./authorization";
import { proveTransaction, readChainTruth } from "./chain-truth";

/** Cache of one run: many payments share a block. */
type Blocks = { latest: Map<number, bigint>; hashes: Map<string, string> };

/** Checks settled transfers in one run. Usually the block's hash is all that is read. */
export function settlementChecker(): (row: TransferRow) => Promise<Rechecked> {
  const blocks: Blocks = { latest: new Map(), hashes: new Map() };
  return (row) => recheck(row, blocks);
}

async function recheck(row: TransferRow, blocks: Blocks): Promise<Rechecked> {
  const network = networkOf(row);
  if (row.height === null) throw new Error(`Payment ${row.id} has no place in a known chain.`);
  const at = BigInt(row.height);
  const latest = await readLatest(network, blocks);
  if (row.state === "settled") {
    // A node that is behind, or a chain that is still growing back, shows nothing.
    if (latest < at) return { kind: "later" };
    if ((await readHash(network, at, blocks)) === row.blockHash) {
      return latest >= at + BigInt(network.confirmations) ? { kind: "certain" } : { kind: "same" };
    }
  }
  return lookAgain(network, row);
}

/** The block has changed: where is the transfer now? */
async function lookAgain(network: Network, row: TransferRow): Promise<Rechecked> {
  const payment = asProvable(row);
  for (const transaction of await findSent(row)) {
    const proof = await proveTransaction(network, payment, transaction);
    if (proof) return { kind: "moved", proof };
  }
  // The chain may have become shorter than it was at the reservation; that nothing older counts was seen before.
  const earlier = BigInt(row.anchor) - BigInt(network.confirmations) - 1n;
  const truth = await readChainTruth(network, { ...payment, reservedAtBlock: String(earlier > 0n ? earlier : 0n) });
  if (truth.kind === "confirming" || truth.kind === "unseen") return { kind: "later" };
  if (truth.kind === "settled") return { kind: "moved", proof: truth.proof };
  return { kind: "reverted", final: truth.kind === "open" ? null : truth.kind };
}

async function readLatest({ chainId }: Network, { latest }: Blocks): Promise<bigint> {
  const known = latest.get(chainId) ?? (await publicClient(chainId).getBlockNumber({ cacheTime: 0 }));
  latest.set(chainId, known);
  return known;
}

async function readHash({ chainId }: Network, blockNumber: bigint, { hashes }: Blocks): Promise<string> {
  const key = `${chainId} ${blockNumber}`;
  const known = hashes.get(key) ?? (await publicClient(chainId).getBlock({ blockNumber })).hash;
  hashes.set(key, known);
  return known;
}
