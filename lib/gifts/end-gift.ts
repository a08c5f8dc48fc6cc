import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { journaled } from "@/lib/journal/journaled";

/**
 * Ends a gift, taken or not: it gives no access from now on. Ending it again changes nothing.
 *
 * @throws AppError `gift_not_found` for a gift of somebody else's file too
 */
export async function endGift(sellerId: string, giftId: string, now: Date): Promise<void> {
  const gift = await db().gift.findFirst({ where: { id: giftId, file: { sellerId } } });
  if (!gift) throw new AppError("gift_not_found");
  const where = { id: gift.entitlementId, revokedAt: null };
  if ((await db().entitlement.count({ where })) === 0) return;
  await journaled({ kind: "gift-ended", giftId }, now, () =>
    db().entitlement.updateMany({ where, data: { revokedAt: now } }),
  );
}
