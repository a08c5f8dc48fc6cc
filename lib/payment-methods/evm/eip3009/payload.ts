import "server-only";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import { getAddress } from "viem";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { Resource } from "@/lib/payments/ports";
import type { Eip3009 } from "./authorization";

/** How long a seller's wallet may take to sign a refund, and the authorization to get into a block (seconds). */
export const REFUND_TIMEOUT_SECONDS = 600;

/** What is paid to whom. `amount` in atomic units. */
type Due = { payTo: string; amount: bigint };

/**
 * What one network asks for: x402 v2, scheme `exact` by EIP-3009. Payee, token, network and amount come from our own
 * rows and tables, never from a request.
 *
 * @param maxTimeoutSeconds how long the payer may take
 */
export function requirementsFor(
  { payTo, amount }: Due,
  { caip2, token }: Network,
  maxTimeoutSeconds: number,
): PaymentRequirements {
  return {
    scheme: "exact",
    network: caip2,
    asset: getAddress(token.address),
    amount: amount.toString(),
    payTo: getAddress(payTo),
    maxTimeoutSeconds,
    // The EIP-712 domain of the token; without `paymentFlow` the default `authorization` flow applies.
    extra: { name: token.name, version: token.version },
  };
}

/**
 * An authorization as sent to facilitators (x402 v2, scheme `exact`): our own encoding of what was presented, in one
 * spelling, with our requirements, no extension and nothing unsigned of theirs.
 */
export function paymentPayload(
  { from, to, value, validAfter, validBefore, nonce, signature }: Eip3009,
  accepted: PaymentRequirements,
  resource: Pick<Resource, "url" | "mimeType">,
): PaymentPayload {
  return {
    x402Version: 2,
    resource: { url: resource.url, description: "", mimeType: resource.mimeType },
    accepted,
    payload: {
      signature,
      authorization: {
        from,
        to,
        value: value.toString(),
        validAfter: validAfter.toString(),
        validBefore: validBefore.toString(),
        nonce,
      },
    },
  };
}
