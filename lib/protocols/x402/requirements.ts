import "server-only";
import type { PaymentRequirements } from "@x402/core/types";
import type { PaymentTerms } from "@/lib/payments/ports";

/** x402's scheme for what costs a fixed price. */
export const SCHEME = "exact";

/** What is asked for in one place: one entry of a challenge's `accepts` (x402 v2). `amount` is in atomic units. */
function requirementsOf(terms: PaymentTerms): PaymentRequirements {
  return {
    scheme: SCHEME,
    network: terms.network as PaymentRequirements["network"],
    asset: terms.asset,
    amount: terms.amount.toString(),
    payTo: terms.payee,
    maxTimeoutSeconds: terms.freshFor,
    extra: { ...terms.fixed, ...terms.slots },
  };
}

/**
 * The same as a challenge offers it: it also names what the buyer agrees to, which is sent back with the payment, so that
 * buyers never pay for another version, download period or refund policy than the one shown. Facilitators do not get
 * this.
 */
export function offerOf(terms: PaymentTerms, offerId: string): PaymentRequirements {
  const requirements = requirementsOf(terms);
  return { ...requirements, extra: { ...requirements.extra, offerId } };
}
