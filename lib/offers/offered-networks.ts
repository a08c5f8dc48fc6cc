import "server-only";
import { systemClock } from "@/lib/clock";
import { microUsdToAtomic } from "@/lib/money";
import { knownTrouble } from "@/lib/payment-methods/evm/chain/known-trouble";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { settings } from "@/lib/settings/settings";

/** The part of an offer that decides where it can be paid. */
export type Priced = {
  priceMicroUsd: bigint;
  /** Lower-case hex address. */
  payTo: string;
  /** Chain ids (comma-separated) where `payTo` can receive; empty: everywhere. */
  payToChains: string;
};

/** The networks on which these terms can be paid: those that a page offers, a challenge lists and a payment must name. */
export function networksFor(terms: Pick<Priced, "priceMicroUsd" | "payToChains">): Network[] {
  if (terms.priceMicroUsd === 0n) return [];
  const { networks, lowestPrices } = settings();
  return networks.filter(
    (network) =>
      canReceive(terms, network) &&
      terms.priceMicroUsd >= (lowestPrices[network.chainId] ?? 0n) &&
      amountOn(network, terms.priceMicroUsd) !== null,
  );
}

/** Those of `networksFor` without a known trouble that would reject every payment to this payee. Makes no request. */
export function openNetworksFor(terms: Priced): Network[] {
  const now = systemClock.now();
  return networksFor(terms).filter((network) => knownTrouble(network, terms.payTo, now) === null);
}

/** Whether the payout address of these terms exists on a network: a plain key does everywhere. */
export function canReceive({ payToChains }: Pick<Priced, "payToChains">, network: Network): boolean {
  return payToChains === "" || payToChains.split(",").includes(String(network.chainId));
}

function amountOn(network: Network, priceMicroUsd: bigint): bigint | null {
  try {
    return microUsdToAtomic(priceMicroUsd, network.token.decimals);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
