import "server-only";
import { responseV1 } from "@/lib/protocols/x402/version-1";
import type { Dialect } from "@/lib/shop/purchase/request";

const PAYMENT_RESPONSE = "PAYMENT-RESPONSE";

/**
 * Headers of an answer, with what the dialect of the payment that was shown has besides: `X-PAYMENT-RESPONSE` of x402 version 1, whenever
 * there is a `PAYMENT-RESPONSE` (rule 1).
 */
export function inDialect(headers: Record<string, string>, dialect: Dialect | undefined): Record<string, string> {
  const told = headers[PAYMENT_RESPONSE];
  if (dialect !== "x402-v1" || told === undefined) return headers;
  return { ...headers, "X-PAYMENT-RESPONSE": responseV1(told) };
}
