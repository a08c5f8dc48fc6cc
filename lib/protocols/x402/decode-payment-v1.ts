import "server-only";
import { z } from "zod";
import { type PaymentHeader, readPaymentJson } from "./decode-payment";
import { networkNamed } from "./version-1";

const payloadSchema = z.object({
  x402Version: z.literal(1, { error: "is not 1" }),
  scheme: z.string().max(64),
  network: z.string().max(64),
  payload: z.unknown(),
});

/**
 * Decodes an `X-PAYMENT` header: base64 of a JSON `PaymentPayload` (x402 v1). It does not say what it pays for, nor which token it is in,
 * and names no terms: all that is known is what was signed.
 *
 * @throws AppError `malformed_payment` (400) when it is no such thing, in words that name the part
 */
export function decodePaymentV1(header: string): PaymentHeader {
  const { scheme, network, payload } = readPaymentJson(payloadSchema, header, "X-PAYMENT");
  return {
    resourceUrl: undefined,
    accepted: { scheme, network: networkNamed(network), asset: null, amount: null, payTo: null },
    namesTerms: false,
    offerId: undefined,
    sealedOffer: undefined,
    fileVersion: undefined,
    refundTerms: undefined,
    identifier: null,
    payload,
  };
}
