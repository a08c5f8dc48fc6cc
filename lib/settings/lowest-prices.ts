/** The lowest price of each network: `MIN_PRICE`, else what the network's fees ask for. Pure. */

import type { Network } from "@/lib/chain/networks";
import { parseUsd } from "@/lib/money";
import type { FacilitatorChoice } from "./facilitators";
import { type LowestPrices, lowestPrices } from "./parsers/chains";
import { table } from "./table";

const { every: DEFAULT_LOWEST = 0n } = lowestPrices.parse(table.MIN_PRICE.default);

/** What a price has to be at least to be payable on any of the networks. */
export function lowestOf(prices: Readonly<Record<number, bigint>>): bigint {
  const [lowest = DEFAULT_LOWEST] = Object.values(prices).sort((a, b) => Number(a - b));
  return lowest;
}

/**
 * The lowest price on each offered network, in micro-USD by chain id. The operator's word for a network goes first; the
 * word for every network may raise a network's own lowest price but not lower it. Where somebody else pays the fees, a
 * network has none of its own.
 */
export function readLowestPrices(
  networks: readonly Network[],
  facilitators: Readonly<Record<number, FacilitatorChoice>>,
  given: LowestPrices,
): Record<number, bigint> {
  const lowest: Record<number, bigint> = {};
  for (const { chainId, lowestPrice } of networks) {
    const paysFees = facilitators[chainId]?.kind === "embedded";
    const own = (paysFees && lowestPrice && parseUsd(lowestPrice)) || 0n;
    const every = given.every ?? DEFAULT_LOWEST;
    lowest[chainId] = given.byChain[chainId] ?? (every > own ? every : own);
  }
  return lowest;
}
