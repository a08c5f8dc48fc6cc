import "server-only";
import type { PaymentRequirements } from "@x402/core/types";
import { microUsdToAtomic } from "@/lib/money";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import * as eip3009 from "@/lib/payment-methods/evm/eip3009/payload";
import { CHALLENGE_TIMEOUT_SECONDS } from "@/lib/payments/challenge-timeout";
import type { TermsRow } from "@/lib/products/files/payable-terms";

/** What one network asks for under some terms: one entry of a challenge's `accepts`. `amount` is in atomic units. */
export function requirementsFor({ payTo, priceMicroUsd }: TermsRow, network: Network): PaymentRequirements {
  const amount = microUsdToAtomic(priceMicroUsd, network.token.decimals);
  return eip3009.requirementsFor({ payTo, amount }, network, CHALLENGE_TIMEOUT_SECONDS);
}

/**
 * The same as a challenge offers it: it also names the terms, which is sent back with the payment, so that buyers never
 * pay for another version, download period or refund policy than the one shown. Facilitators do not get this.
 */
export function offerOf(terms: TermsRow, network: Network): PaymentRequirements {
  const requirements = requirementsFor(terms, network);
  return { ...requirements, extra: { ...requirements.extra, offerId: terms.id } };
}
