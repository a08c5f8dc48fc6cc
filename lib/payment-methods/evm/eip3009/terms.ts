import "server-only";
import { getAddress } from "viem";
import { microUsdToAtomic } from "@/lib/money";
import { knownTrouble } from "@/lib/payment-methods/evm/chain/known-trouble";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { CHALLENGE_TIMEOUT_SECONDS } from "@/lib/payments/challenge-timeout";
import type { Due, PaymentTerms } from "@/lib/payments/ports";
import { settings } from "@/lib/settings/settings";
import { EIP3009 } from "./authorization";

/**
 * What is asked for on each of the operator's networks, in their order. A network is left out if the payee cannot
 * receive there (a contract exists on some only), if the token has fewer decimals than the price, or if the price is
 * below the cost of settling there.
 *
 * Payee, token, network and amount come from our own rows and tables, never from a request. Nothing is made for one
 * challenge alone: a payer's program chooses the nonce itself, also one that names a binding (`isBound`).
 */
export function terms(due: Due, _binding: string | null, now: Date): PaymentTerms[] {
  const { networks, lowestPrices } = settings();
  return networks.flatMap((network) => {
    const amount = amountOn(network, due.priceMicroUsd);
    const isTooLow = due.priceMicroUsd < (lowestPrices[network.chainId] ?? 0n);
    return amount === null || isTooLow || !canReceive(due, network) ? [] : [termsOn(network, due.payee, amount, now)];
  });
}

function termsOn(network: Network, payee: string, amount: bigint, now: Date): PaymentTerms {
  const { caip2, name: networkName, token } = network;
  return {
    method: EIP3009,
    network: caip2,
    networkName,
    asset: getAddress(token.address),
    symbol: token.symbol,
    decimals: token.decimals,
    payee: getAddress(payee),
    amount,
    // The EIP-712 domain of the token, and what some clients have no table of their own for.
    fixed: {
      name: token.name,
      version: token.version,
      decimals: token.decimals,
      primaryType: "TransferWithAuthorization",
    },
    slots: {},
    freshFor: CHALLENGE_TIMEOUT_SECONDS,
    trouble: knownTrouble(network, payee, now),
  };
}

function canReceive({ payeeNetworks }: Due, { caip2 }: Network): boolean {
  return payeeNetworks === null || payeeNetworks.includes(caip2);
}

function amountOn(network: Network, priceMicroUsd: bigint): bigint | null {
  try {
    return microUsdToAtomic(priceMicroUsd, network.token.decimals);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
