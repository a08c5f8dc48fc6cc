import "server-only";
import { findNetwork } from "@/lib/chain/find-network";
import { db } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { OPEN_STATES } from "./ledger";
import type { PaymentState, PaymentStatus } from "./schema";

/**
 * What became of a payment. Its id is random and opens nothing.
 *
 * @throws AppError `payment_not_found` (404)
 */
export async function readPaymentStatus(paymentId: string): Promise<PaymentStatus> {
  const payment = await db().payment.findUnique({ where: { id: paymentId } });
  if (!payment) throw new AppError("payment_not_found");
  const state = payment.state as PaymentState;
  return {
    id: payment.id,
    fileId: payment.fileId,
    state,
    pending: (OPEN_STATES as readonly PaymentState[]).includes(state),
    reason: payment.reason,
    transaction: payment.transaction,
    network: findNetwork(payment.chainId)?.caip2 ?? `eip155:${payment.chainId}`,
    updatedAt: payment.updatedAt.toISOString(),
  };
}

/** Where a payment's state can be asked. */
export function statusUrl(paymentId: string): string {
  return `${settings().appUrl}/api/payments/${paymentId}`;
}
