import "server-only";
import { db } from "@/lib/db/client";
import { findLiveGrantOfOrder } from "@/lib/entitlements/grant";
import { AppError } from "@/lib/errors";
import { type DownloadDeadline, deadlineOf } from "@/lib/products/files/access/download-deadline";
import { findFile } from "@/lib/products/files/find-file";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { findOwnPayment } from "./own-payment";

/**
 * Until when the buyer may download what one of its own payments bought.
 *
 * @throws AppError `payment_not_found`, `access_ended`; `not_found` if the access has no end
 */
export async function readOwnDeadline(buyer: BuyerSession, paymentId: string, now: Date): Promise<DownloadDeadline> {
  const payment = await findOwnPayment(buyer, paymentId);
  const grant = await findLiveGrantOfOrder(db(), payment.id, now);
  const file = grant ? await findFile(grant.productId, now) : null;
  if (!grant || !file) throw new AppError("access_ended");
  return deadlineOf(grant, file);
}
