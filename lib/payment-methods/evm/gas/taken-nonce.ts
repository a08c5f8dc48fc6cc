import "server-only";
import type { Hex } from "viem";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";

/** The most blocks to wait for on top of another program's transaction: the token rejects a second use in any case. */
const DEPTH = 10;
/** How far back the first step goes (blocks); each further step goes twice as far, while the node has the states. */
const FIRST_STEP = 32;

/** One of our account nonces, and the hashes of everything that we have signed with it. */
type Place = { address: Hex; nonce: number; hashes: readonly string[] };

/**
 * The hash of another program's transaction that is on the chain under one of our account nonces, with enough blocks on
 * top. The transaction itself is looked up: that ours have no receipt proves little, since a node may lag or not be the
 * one that returned the count.
 *
 * @returns null while there is none that deep, if it is ours, and if the node does not have states that old
 * @throws when the chain cannot be read
 */
export async function findTakenBy(network: Network, { address, nonce, hashes }: Place): Promise<Hex | null> {
  const client = publicClient(network.chainId);
  const depth = BigInt(Math.min(network.confirmations, DEPTH));
  const newest = (await client.getBlockNumber({ cacheTime: 0 })) - depth;
  if (newest < 0n) return null;
  const isPast = async (blockNumber: bigint) => (await client.getTransactionCount({ address, blockNumber })) > nonce;
  if (!(await isPast(newest))) return null;
  const first = await firstPast(isPast, newest).catch(() => null);
  if (first === null) return null;
  const { transactions } = await client.getBlock({ blockNumber: first, includeTransactions: true });
  const there = transactions.find((one) => one.from.toLowerCase() === address.toLowerCase() && one.nonce === nonce);
  return there && !hashes.includes(there.hash.toLowerCase()) ? there.hash : null;
}

/** The first block of which something is true that stays true. @param known a block of which it is */
async function firstPast(isPast: (block: bigint) => Promise<boolean>, known: bigint): Promise<bigint> {
  let yes = known;
  let no = -1n;
  for (let step = BigInt(FIRST_STEP); no < 0n && yes > 0n; step *= 2n) {
    const block = yes > step ? yes - step : 0n;
    if (await isPast(block)) yes = block;
    else no = block;
  }
  while (yes - no > 1n) {
    const middle = (yes + no) / 2n;
    if (await isPast(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
