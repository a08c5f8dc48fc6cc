import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import { TRANSACTION_REVERTED } from "@/lib/payments/reasons";
import type { PaymentState, PaymentStatus } from "@/lib/payments/schema";
import { isUnresolved } from "@/lib/payments/states";
import { settings } from "@/lib/settings/settings";
import type { PaymentRow } from "./ledger";

/** Seconds. */
const SOON = 2;
const LATER = 10;
const MAX_WAIT = 3_600;

/**
 * The status of a payment, and while money may still move the seconds after which to ask again. Its id is random and
 * gives no access.
 *
 * @throws AppError `payment_not_found` (404)
 */
export async function readPaymentStatus(
  paymentId: string,
  now: Date,
): Promise<{ status: PaymentStatus; retryAfter: number | null }> {
  const payment = await db().payment.findUnique({ where: { id: paymentId } });
  if (!payment) throw new AppError("payment_not_found");
  const status = statusOf(payment);
  return { status, retryAfter: status.pending ? retryAfter(payment, now) : null };
}

function statusOf(payment: PaymentRow): PaymentStatus {
  const state = payment.state as PaymentState;
  return {
    id: payment.id,
    fileId: payment.fileId,
    state,
    pending: isUnresolved(state),
    // The row's own reason still says how its grant opens.
    reason: state === "reverted" ? "reorganised" : payment.reason,
    transaction: payment.transaction,
    network: findNetwork(payment.chainId)?.caip2 ?? `eip155:${payment.chainId}`,
    expiresAt: expiryOf(payment).toISOString(),
    updatedAt: payment.updatedAt.toISOString(),
  };
}

/** When the authorization expires. */
export function expiryOf({ validBefore }: PaymentRow): Date {
  return new Date(Number(validBefore) * SECOND);
}

/**
 * The seconds after which a payment in progress may have a new status: soon at first; if the network has rejected the
 * transaction, when the authorization has expired.
 */
export function retryAfter(payment: PaymentRow, now: Date): number {
  if (payment.reason === TRANSACTION_REVERTED) {
    const left = Math.ceil((expiryOf(payment).getTime() - now.getTime()) / SECOND);
    return Math.min(MAX_WAIT, Math.max(SOON, left));
  }
  return now.getTime() - payment.createdAt.getTime() < MINUTE ? SOON : LATER;
}

/** The URL of a payment's status. */
export function statusUrl(paymentId: string): string {
  return `${settings().appUrl}/api/payments/${paymentId}`;
}
