import "server-only";
import type { PaymentRequirements } from "@x402/core/types";
import { getAddress } from "viem";
import { microUsdToAtomic } from "@/lib/money";
import { CHALLENGE_TIMEOUT_SECONDS } from "@/lib/offers/challenge-timeout";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { TermsRow } from "@/lib/products/files/payable-terms";

/**
 * What one network asks for under some terms: one entry of a challenge's `accepts`, scheme `exact` by EIP-3009.
 *
 * `amount` is in atomic units of the token; payee, token, network and amount come from our own rows and tables, never
 * from a request.
 */
export function requirementsFor(terms: TermsRow, network: Network): PaymentRequirements {
  return {
    scheme: "exact",
    network: network.caip2,
    asset: getAddress(network.token.address),
    amount: microUsdToAtomic(terms.priceMicroUsd, network.token.decimals).toString(),
    payTo: getAddress(terms.payTo),
    maxTimeoutSeconds: CHALLENGE_TIMEOUT_SECONDS,
    // The EIP-712 domain of the token; without `paymentFlow` the default `authorization` flow applies.
    extra: { name: network.token.name, version: network.token.version },
  };
}

/**
 * The same as a challenge offers it: it also names the terms, which is sent back with the payment, so that buyers never
 * pay for another version, download period or refund policy than the one shown. Facilitators do not get this.
 */
export function offerOf(terms: TermsRow, network: Network): PaymentRequirements {
  const requirements = requirementsFor(terms, network);
  return { ...requirements, extra: { ...requirements.extra, offerId: terms.id } };
}
