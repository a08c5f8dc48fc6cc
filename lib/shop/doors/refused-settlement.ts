import "server-only";
import { encodePaymentResponseHeader } from "@x402/core/http";
import type { SettleResponse } from "@x402/core/types";
import type { AppError, ErrorCode } from "@/lib/errors";
import { type Presented, readPayment } from "@/lib/shop/purchase/read-payment";
import type { Dialect } from "@/lib/shop/purchase/request";
import { inDialect } from "./in-dialect";

const PAYMENT_RESPONSE = "PAYMENT-RESPONSE";

/** The reasons that x402 names itself; all others are our codes. */
const reasons: Partial<Record<ErrorCode, string>> = {
  wrong_network: "invalid_network",
  wrong_payee: "invalid_exact_evm_payload_recipient_mismatch",
  wrong_amount: "invalid_exact_evm_payload_authorization_value",
  authorization_expired: "invalid_exact_evm_payload_authorization_valid_before",
  authorization_not_yet_valid: "invalid_exact_evm_payload_authorization_valid_after",
  invalid_signature: "invalid_exact_evm_payload_signature",
};

/**
 * Adds `PAYMENT-RESPONSE` with `success: false` to a 402 that refuses a payment (x402 v2, HTTP transport: "Payment Failed"). Only
 * to those: with any other status money may be moving, or has moved, or the payment was not looked at.
 *
 * @param header the payment that the request showed, or null; in `dialect`, whose own header is added, too
 */
export function withRefusal(error: AppError, header: string | null, dialect?: Dialect): AppError {
  if (header !== null && error.status === 402 && !(PAYMENT_RESPONSE in error.headers)) {
    const refused = refusalOf(error, readPayment(header, dialect));
    Object.assign(error.headers, { [PAYMENT_RESPONSE]: encodePaymentResponseHeader(refused) });
  }
  Object.assign(error.headers, inDialect(error.headers, dialect));
  return error;
}

function refusalOf({ code }: AppError, { accepted, authorization }: Presented): SettleResponse {
  return {
    success: false,
    errorReason: reasons[code] ?? code,
    transaction: "",
    network: accepted.network as SettleResponse["network"],
    ...(authorization ? { payer: authorization.payer } : {}),
  };
}
