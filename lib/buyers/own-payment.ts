import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { payerOf } from "@/lib/payment-methods/evm/eip3009/authorization";
import { whoseOrders } from "@/lib/payments/reserve";
import { type PaymentRow, withOrder } from "@/lib/payments/rows";
import { FILE } from "@/lib/products/files/file-ref";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";

/**
 * Which payments are a buyer's. A plain key is the same payer on every network. The address of a contract may be
 * somebody else's on another network, so only payments on the one it signed in for are its own.
 */
export function paidBy({ address, chainId }: BuyerSession) {
  const payer = payerOf({ caip2: `eip155:${chainId}` }, address, chainId === 0 ? "key" : "account");
  return { productKind: FILE, ...whoseOrders(payer) };
}

/**
 * One of the buyer's own payments.
 *
 * @throws AppError `payment_not_found` (404) also for somebody else's payment, so that it reveals nothing
 */
export async function findOwnPayment(buyer: BuyerSession, paymentId: string): Promise<PaymentRow> {
  const where = { id: paymentId, direction: "sale", order: paidBy(buyer) };
  const payment = await db().transfer.findFirst({ where, include: withOrder });
  if (!payment) throw new AppError("payment_not_found");
  return payment;
}
