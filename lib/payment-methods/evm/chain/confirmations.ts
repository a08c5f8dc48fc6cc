import "server-only";
import type { Network } from "./networks";

/**
 * How many blocks have to be on top of a payment's block before its file is sent.
 *
 * @param amount atomic units of the network's token, which is worth one US dollar
 */
export function confirmationsFor(network: Network, amount: bigint): number {
  const dollar = 10n ** BigInt(network.token.decimals);
  const reached = network.confirmationsByPrice.filter(({ fromUsd }) => amount >= BigInt(fromUsd) * dollar);
  return Math.max(0, ...reached.map(({ blocks }) => blocks));
}
