import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { proveTransaction, readChainTruth } from "@/lib/payment-methods/evm/eip3009/chain-truth";
import type { SettlementProof } from "@/lib/payment-methods/evm/eip3009/prove-transfer";
import { FINAL_REASONS } from "@/lib/payments/reasons";
import { ONCE_SETTLED } from "@/lib/payments/states";
import { settings } from "@/lib/settings/settings";
import { moveSettlement, type PaymentRow, revertSettlement } from "./ledger";
import { findSent } from "./sent-transactions";

/** Checked in one run. */
const BATCH = 100;
/** A payment is checked this often (ms) until its block is certain. */
const EVERY = 20 * SECOND;
/** Never certain sooner than this after it was settled (ms), however few blocks the network requires. */
const AT_LEAST = MINUTE;

/**
 * A job: checks whether settled payments still are, until there are as many blocks on top as the network needs to be
 * certain. A reorganisation may move a settlement to another block, or reverse it: then the payment is `reverted`, and
 * settled again when its authorization gets into the chain again. Usually the block's hash is all that is read.
 */
export async function recheckSettlements(now: Date): Promise<void> {
  const rows = await db().payment.findMany({
    where: {
      state: { in: [...ONCE_SETTLED] },
      finalAt: null,
      // A network that is no longer configured cannot be read.
      chainId: { in: Object.keys(settings().rpcUrls).map(Number) },
      OR: [{ checkedAt: null }, { checkedAt: { lt: new Date(now.getTime() - EVERY) } }],
    },
    orderBy: [{ checkedAt: { sort: "asc", nulls: "first" } }, { createdAt: "asc" }],
    take: BATCH,
  });
  const blocks: Blocks = { latest: new Map(), hashes: new Map() };
  for (const row of rows) {
    try {
      await db().payment.update({ where: { id: row.id }, data: { checkedAt: now } });
      await recheck(row, blocks, now);
    } catch (error) {
      log.error({ err: error, paymentId: row.id }, "a settlement could not be looked at again; the next run will");
    }
  }
}

/** Cache of this run: many payments share a block. */
type Blocks = { latest: Map<number, bigint>; hashes: Map<string, string> };

async function recheck(row: PaymentRow, blocks: Blocks, now: Date): Promise<void> {
  const network = findNetwork(row.chainId);
  if (!network || row.blockNumber === null) throw new Error(`Payment ${row.id} has no place in a known chain.`);
  const at = BigInt(row.blockNumber);
  const latest = await readLatest(network, blocks);
  if (row.state === "settled") {
    // A node that is behind, or a chain that is still growing back, shows nothing.
    if (latest < at) return;
    if ((await readHash(network, at, blocks)) === row.blockHash) {
      const deep = latest >= at + BigInt(network.confirmations);
      const old = now.getTime() - (row.settledAt?.getTime() ?? 0) >= AT_LEAST;
      if (deep && old) await db().payment.update({ where: { id: row.id }, data: { finalAt: now } });
      return;
    }
  }
  await lookAgain(network, row, now);
}

/** The block has changed: where is the transfer now? */
async function lookAgain(network: Network, row: PaymentRow, now: Date): Promise<void> {
  const sent = await findSent(row.id, "settlement", row.transaction);
  for (const transaction of sent) {
    const again = await proveTransaction(network, row, transaction);
    if (again) return moved(row, again, now);
  }
  // The chain may have become shorter than it was at the reservation; that nothing older counts was seen before.
  const earlier = BigInt(row.reservedAtBlock) - BigInt(network.confirmations) - 1n;
  const truth = await readChainTruth(network, { ...row, reservedAtBlock: String(earlier > 0n ? earlier : 0n) });
  if (truth.kind === "confirming" || truth.kind === "unseen") return;
  if (truth.kind === "settled") return moved(row, truth.proof, now);
  const final = truth.kind === "open" ? null : FINAL_REASONS[truth.kind];
  await revertSettlement(row, final, now);
  log.warn({ paymentId: row.id, final }, "the chain no longer has the settlement of a payment");
}

async function moved(row: PaymentRow, proof: SettlementProof, now: Date): Promise<void> {
  await moveSettlement(row, proof, now);
  log.info({ paymentId: row.id }, "a settlement stands in another block than before");
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
