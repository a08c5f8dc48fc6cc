import "server-only";
import { AppError } from "@/lib/errors";
import { makeReceipt } from "@/lib/receipts/make-receipt";
import type { Receipt } from "@/lib/shop/schema";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { findOwnPayment } from "./own-payment";

/**
 * The receipt of one of the buyer's own payments, also after the download period has ended.
 *
 * @throws AppError `payment_not_found`; `payment_reverted` (409) when the chain no longer has the settlement
 */
export async function readOwnReceipt(buyer: BuyerSession, paymentId: string): Promise<Receipt> {
  const payment = await findOwnPayment(buyer, paymentId);
  if (payment.state === "reverted") throw new AppError("payment_reverted");
  const receipt = await makeReceipt(payment);
  if (!receipt) throw new AppError("payment_not_found", { detail: "This payment has no receipt." });
  return receipt;
}
