import "server-only";
import { db } from "@/lib/db/client";
import { findLiveGrantOfOrder } from "@/lib/entitlements/grant";
import { AppError } from "@/lib/errors";
import { isUnresolved } from "@/lib/payments/states";
import { chooseVersion } from "@/lib/products/files/access/choose-version";
import { findFile } from "@/lib/products/files/find-file";
import { outcomeError } from "@/lib/shop/doors/outcome-headers";
import { purchaseResult } from "@/lib/shop/doors/purchase-result";
import type { PurchaseResult } from "@/lib/shop/schema";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { findOwnPayment } from "./own-payment";

/**
 * A fresh download URL and the receipt for something the buyer paid for, without another signature. Makes no grant and
 * no claim token: it opens the existing one.
 *
 * @param wanted the number of a version; the newest that may be downloaded by default
 * @throws AppError `payment_not_found`, `settlement_unknown` (503) while it is being confirmed, `access_ended`,
 *   `bytes_gone`, `version_not_found`
 */
export async function openPurchase(
  buyer: BuyerSession,
  paymentId: string,
  wanted: number | undefined,
  now: Date,
): Promise<PurchaseResult> {
  const payment = await findOwnPayment(buyer, paymentId);
  const grant = await findLiveGrantOfOrder(db(), payment.id, now);
  if (!grant) {
    if (isUnresolved(payment.state)) {
      throw outcomeError({ kind: "settlement-unknown", payment, claimToken: null, settlement: null });
    }
    throw new AppError("access_ended");
  }
  const file = await findFile(payment.order.productId, now);
  if (!file) throw new AppError("file_not_found");
  const opened = await chooseVersion(file, { access: "paid", grant }, wanted);
  if (opened.kind === "refused") throw new AppError(opened.code);
  return purchaseResult({ ...opened, kind: "granted", file, access: "paid", grant, payment, claimToken: null }, now);
}
