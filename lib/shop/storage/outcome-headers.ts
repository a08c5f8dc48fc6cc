import "server-only";
import { encodePaymentResponseHeader } from "@x402/core/http";
import { AppError } from "@/lib/errors";
import { type PaymentRow, paymentState } from "@/lib/payments/rows";
import { settleResponse } from "@/lib/protocols/x402/settle-response";
import { outcomeError } from "@/lib/shop/doors/outcome-headers";
import { statusUrl } from "@/lib/shop/doors/payment-status";
import { PAYMENT_ID_HEADER } from "@/lib/shop/schema";
import { UPLOAD_TOKEN_HEADER } from "@/lib/uploads/schema";
import type { Kept, StorageOutcome } from "./outcome";

/** The error that stands for an outcome in which nothing was given. */
export function storageError(outcome: Exclude<StorageOutcome, Kept>): AppError {
  if (outcome.kind === "owed") return owedError(outcome);
  if (outcome.kind !== "settlement-unknown") return outcomeError(outcome);
  const error = outcomeError({ ...outcome, claimToken: null });
  if (outcome.uploadToken) Object.assign(error.headers, { [UPLOAD_TOKEN_HEADER]: outcome.uploadToken });
  return error;
}

/** Rule 1: it is settled, so that the error names the settlement. */
function owedError({ payment, detail }: Extract<StorageOutcome, { kind: "owed" }>): AppError {
  return new AppError("storage_refund_due", {
    detail,
    members: { paymentId: payment.id, statusUrl: statusUrl(payment.id) },
    headers: settlementHeaders(payment),
  });
}

/** Headers of every answer to a request whose payment is settled (rule 1). */
export function settlementHeaders(payment: PaymentRow): Record<string, string> {
  const { id, transaction } = payment;
  if (paymentState(payment) !== "settled" || !transaction) return { [PAYMENT_ID_HEADER]: id };
  return {
    [PAYMENT_ID_HEADER]: id,
    "PAYMENT-RESPONSE": encodePaymentResponseHeader(settleResponse(payment, transaction)),
  };
}
