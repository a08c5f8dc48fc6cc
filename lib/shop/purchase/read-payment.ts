import "server-only";
import type { Authorization, PaymentMethod } from "@/lib/payments/ports";
import { decodePayment, malformedPart, type PaymentHeader } from "@/lib/protocols/x402/decode-payment";
import { shop } from "@/lib/shop/shop";

/** A payment as it was presented: its envelope by the protocol, and what was signed by its payment method. */
export type Presented = Omit<PaymentHeader, "payload"> & {
  method: PaymentMethod;
  /** Null on a network that the method does not know: nothing is sold there. */
  authorization: Authorization | null;
};

/** One on a known network. */
export type Signed = Presented & { authorization: Authorization };

/**
 * Reads a `PAYMENT-SIGNATURE` header.
 *
 * @throws AppError `malformed_payment` (400) in words that name the part
 */
export function readPayment(header: string): Presented {
  const { payload, ...envelope } = decodePayment(header);
  const { network } = envelope.accepted;
  // The form is checked even for a network that no method handles: a malformed payment is reported as such first.
  const method = shop.methods.find((one) => one.handles(network)) ?? (shop.methods[0] as PaymentMethod);
  const decoded = method.decode("x402", payload, network);
  if (decoded.kind === "malformed") {
    throw malformedPart(["payload", ...(decoded.path ? [decoded.path] : [])].join("."), decoded.issue);
  }
  const authorization = decoded.kind === "authorization" ? decoded.authorization : null;
  return { ...envelope, method, authorization };
}

export function isSigned(presented: Presented): presented is Signed {
  return presented.authorization !== null;
}
