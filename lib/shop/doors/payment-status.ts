import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { findPayment, type PaymentRow } from "@/lib/payments/rows";
import { retryAfter, statusOf } from "@/lib/payments/status";
import { STORAGE } from "@/lib/products/storage/storage-ref";
import { settings } from "@/lib/settings/settings";
import type { PaymentStatus } from "@/lib/shop/schema";
import { shop } from "@/lib/shop/shop";

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
  const payment = await findPayment(db(), paymentId);
  if (!payment) throw new AppError("payment_not_found");
  const { expiresAt, updatedAt, ...status } = statusOf(shop, payment);
  return {
    status: {
      id: payment.id,
      ...(await whatFor(payment)),
      ...status,
      expiresAt: expiresAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    },
    retryAfter: status.pending ? retryAfter(shop, payment, now) : null,
  };
}

/** What a payment is for. */
async function whatFor({ order: { id, productKind, productId } }: PaymentRow) {
  if (productKind !== STORAGE) return { kind: "file", fileId: productId, uploadId: null } as const;
  const bought = await db().storagePurchase.findUnique({ where: { orderId: id } });
  return { kind: "storage", fileId: bought?.fileId ?? null, uploadId: bought?.uploadId ?? null } as const;
}

/** The URL of a payment's status. */
export function statusUrl(paymentId: string): string {
  return `${settings().appUrl}/api/payments/${paymentId}`;
}
