import "server-only";
import type { Hex, PublicClient } from "viem";
import { findGrowth } from "./find-growth";
import { mapAtOnce } from "./map-at-once";

const BLOCKS_AT_ONCE = 4;

type Sent = {
  /** Hashes, oldest first. */
  transactions: Hex[];
  /** How many more the account's count shows than the blocks do. */
  unseen: number;
};

/**
 * The transactions that an account sent, by its count of transactions after each block: the node needs the states of the
 * range, which most nodes keep for recent blocks only.
 *
 * @param range both ends included
 * @throws StateUnreadable when the node tells no state, probably because it has none that old; any other error when the
 *   chain cannot be read
 */
export async function findSent(
  client: Pick<PublicClient, "getTransactionCount" | "getBlock">,
  address: Hex,
  range: { fromBlock: bigint; toBlock: bigint },
): Promise<Sent> {
  const countAt = (blockNumber: bigint) =>
    client.getTransactionCount({ address, blockNumber }).catch((cause: unknown) => {
      throw new StateUnreadable(blockNumber, { cause });
    });
  const grown = await findGrowth(countAt, range);
  const found = await mapAtOnce(grown, BLOCKS_AT_ONCE, async ({ block, by }) => {
    const { transactions } = await client.getBlock({ blockNumber: block, includeTransactions: true });
    const own = transactions.filter(({ from }) => from.toLowerCase() === address.toLowerCase());
    return { hashes: own.map(({ hash }) => hash), unseen: by - own.length };
  });
  return {
    transactions: found.flatMap(({ hashes }) => hashes),
    unseen: found.reduce((sum, { unseen }) => sum + unseen, 0),
  };
}

/** The node does not tell how many transactions an account had sent by a block. */
export class StateUnreadable extends Error {
  override name = "StateUnreadable";
  constructor(
    readonly block: bigint,
    options: ErrorOptions,
  ) {
    super(`The node tells no state of block ${block}.`, options);
  }
}
