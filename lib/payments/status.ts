import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import type { Shop } from "./ports";
import { TRANSACTION_REVERTED } from "./reasons";
import { type PaymentRow, paymentState } from "./rows";
import type { PaymentState } from "./schema";
import { isUnresolved } from "./states";

/** Seconds. */
const SOON = 2;
const LATER = 10;
const MAX_WAIT = 3_600;

/** A payment as anybody may see it: state only, never a secret. */
type Status = {
  state: PaymentState;
  /** True while money may still move: ask again. */
  pending: boolean;
  reason: string | null;
  transaction: string | null;
  /** CAIP-2. */
  network: string;
  /** When the authorization expires. */
  expiresAt: Date;
  updatedAt: Date;
};

export function statusOf(shop: Shop, payment: PaymentRow): Status {
  const state = paymentState(payment);
  return {
    state,
    pending: isUnresolved(state),
    // The row's own reason still says how what it gave opens.
    reason: state === "reverted" ? "reorganised" : payment.reason,
    transaction: payment.transaction,
    network: payment.network,
    expiresAt: expiryOf(shop, payment),
    updatedAt: new Date(Math.max(payment.updatedAt.getTime(), payment.order.updatedAt.getTime())),
  };
}

/** When the authorization expires. */
export function expiryOf(shop: Shop, payment: PaymentRow): Date {
  return shop.method(payment.method).expiresAt(payment);
}

/**
 * The seconds after which a payment in progress may have a new status: soon at first; if the network has rejected the
 * transaction, when the authorization has expired.
 */
export function retryAfter(shop: Shop, payment: PaymentRow, now: Date): number {
  if (payment.reason === TRANSACTION_REVERTED) {
    const left = Math.ceil((expiryOf(shop, payment).getTime() - now.getTime()) / SECOND);
    return Math.min(MAX_WAIT, Math.max(SOON, left));
  }
  return now.getTime() - payment.createdAt.getTime() < MINUTE ? SOON : LATER;
}
