import "server-only";
import type { Hex } from "viem";
import { publicClient } from "@/lib/chain/clients";
import type { Network } from "@/lib/chain/networks";

/** Blocks on top of a stranger's transaction before it counts, at most: the token refuses a second use in any case. */
const DEPTH = 10;
/** How far back one looks at first (blocks); twice as far each time, for as long as the node remembers the states. */
const FIRST_STEP = 32;

/** An account nonce of ours, and the hashes of all that we have signed under it. */
type Place = { address: Hex; nonce: number; hashes: readonly string[] };

/**
 * The hash of somebody else's transaction that is in the chain under an account nonce of ours, with enough blocks on
 * top. It is found itself: that our own have no receipt says little, as a node may lag behind or not be the one that
 * told the count.
 *
 * @returns null while there is none as deep, where it is ours, and where the node does not remember so far back
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
