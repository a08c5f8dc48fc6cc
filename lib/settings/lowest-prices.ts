/** The lowest price of each network: `MIN_PRICE`, else the one that its fees require. Pure. */

import { parseUsd } from "@/lib/money";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { FacilitatorChoice } from "./facilitators";
import { type LowestPrices, lowestPrices } from "./parsers/chains";
import { table } from "./table/table";

const { every: DEFAULT_LOWEST = 0n } = lowestPrices.parse(table.MIN_PRICE.default);

/** The lowest price that is payable on any of the networks. */
export function lowestOf(prices: Readonly<Record<number, bigint>>): bigint {
  const [lowest = DEFAULT_LOWEST] = Object.values(prices).sort((a, b) => Number(a - b));
  return lowest;
}

/**
 * The lowest price on each offered network, in micro-USD by chain id. The operator's setting for a network goes first;
 * the setting for every network may raise a network's own lowest price but not lower it. If somebody else pays the
 * fees, a network has no lowest price of its own.
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
