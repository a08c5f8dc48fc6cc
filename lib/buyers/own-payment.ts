import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { PaymentRow } from "@/lib/payments/ledger/ledger";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";

/**
 * Which payments are a buyer's. A plain key is the same payer on every network. The address of a contract may be
 * somebody else's on another network, so only payments on the one it signed in for are its own.
 */
export function paidBy({ address, chainId }: BuyerSession) {
  return { purpose: "sale", payer: address, ...(chainId === 0 ? {} : { chainId }) };
}

/**
 * One of the buyer's own payments.
 *
 * @throws AppError `payment_not_found` (404) also for somebody else's payment, so that it reveals nothing
 */
export async function findOwnPayment(buyer: BuyerSession, paymentId: string): Promise<PaymentRow> {
  const payment = await db().payment.findFirst({ where: { ...paidBy(buyer), id: paymentId } });
  if (!payment) throw new AppError("payment_not_found");
  return payment;
}
