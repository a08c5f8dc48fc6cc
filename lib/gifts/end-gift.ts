import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";

/**
 * Ends a gift, taken or not: it gives no access from now on. Ending it again changes nothing.
 *
 * @throws AppError `gift_not_found` for a gift of somebody else's file too
 */
export async function endGift(sellerId: string, giftId: string, now: Date): Promise<void> {
  const gift = await db().gift.findFirst({ where: { id: giftId, file: { sellerId } } });
  if (!gift) throw new AppError("gift_not_found");
  await db().entitlement.updateMany({ where: { id: gift.entitlementId, revokedAt: null }, data: { revokedAt: now } });
}
