import "server-only";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import type { PresentedPayment } from "./decode-payment";

/**
 * An authorization as sent to facilitators (x402 v2, scheme `exact`): our own encoding of what was presented, in one
 * spelling, with our requirements, no extension and nothing unsigned of theirs.
 *
 * @param resource what it is paid for
 */
export function paymentPayload(
  presented: PresentedPayment,
  accepted: PaymentRequirements,
  resource: { url: string; mimeType: string },
): PaymentPayload {
  const { from, to, value, validAfter, validBefore, nonce, signature } = presented;
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
