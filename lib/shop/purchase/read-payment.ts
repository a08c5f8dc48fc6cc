import "server-only";
import type { Authorization, PaymentMethod } from "@/lib/payments/ports";
import {
  decodePayment,
  malformedPart,
  type PaymentHeader,
  type PaymentHeaderName,
} from "@/lib/protocols/x402/decode-payment";
import { decodePaymentV1 } from "@/lib/protocols/x402/decode-payment-v1";
import { shop } from "@/lib/shop/shop";
import type { Dialect } from "./request";

/** A payment as it was presented: its envelope by the protocol, and what was signed by its payment method. */
export type Presented = Omit<PaymentHeader, "payload"> & {
  method: PaymentMethod;
  /** Null on a network that the method does not know: nothing is sold there. */
  authorization: Authorization | null;
};

/** One on a known network. */
export type Signed = Presented & { authorization: Authorization };

const dialects: Record<Dialect, { name: PaymentHeaderName; decode(header: string): PaymentHeader }> = {
  x402: { name: "PAYMENT-SIGNATURE", decode: decodePayment },
  "x402-v1": { name: "X-PAYMENT", decode: decodePaymentV1 },
};

/**
 * Reads a header with a payment, in the words of the dialect that it is written in.
 *
 * @throws AppError `malformed_payment` (400) in words that name the part
 */
export function readPayment(header: string, dialect: Dialect = "x402"): Presented {
  const { name, decode } = dialects[dialect];
  const { payload, ...envelope } = decode(header);
  const { network } = envelope.accepted;
  // The form is checked even for a network that no method handles: a malformed payment is reported as such first.
  const method = shop.methods.find((one) => one.handles(network)) ?? (shop.methods[0] as PaymentMethod);
  const decoded = method.decode("x402", payload, network);
  if (decoded.kind === "malformed") {
    throw malformedPart(name, ["payload", ...(decoded.path ? [decoded.path] : [])].join("."), decoded.issue);
  }
  const authorization = decoded.kind === "authorization" ? decoded.authorization : null;
  return { ...envelope, method, authorization };
}

export function isSigned(presented: Presented): presented is Signed {
  return presented.authorization !== null;
}
