import type { ClientConfig } from "@/lib/client-config/schema";
import { atomicToMicroUsd } from "@/lib/money";
import type { Offer } from "@/lib/offers/schema";

/** What is paid, if the wallet is chosen to pay. */
type Due = Pick<Offer, "network" | "amount" | "decimals"> | undefined;

/**
 * Where Base Account stands among the wallets, and what a new account can pay:
 *
 * - `first`: it can pay, or nothing is paid. `last`: only an account that exists on the chain can. `no`: not offered
 * - `from`: the lowest price in micro-USD; null if there is none, or none that is known
 */
export type Standing = { place: "first" | "last" | "no"; from: bigint | null };

/** @param due absent where a person only signs in: that happens on the first network */
export function baseAccountStanding(config: ClientConfig, due: Due): Standing {
  const network = due ? config.networks.find(({ caip2 }) => caip2 === due.network) : config.networks[0];
  if (!config.baseAccountUrl || !network?.baseAccount) return { place: "no", from: null };
  const { newAccount } = config.cheapest[network.chainId] ?? { newAccount: null };
  if (newAccount === null) return { place: "last", from: null };
  if (!due || newAccount === "0") return { place: "first", from: null };
  const price = atomicToMicroUsd(BigInt(due.amount), due.decimals);
  return { place: price >= BigInt(newAccount) ? "first" : "last", from: BigInt(newAccount) };
}
