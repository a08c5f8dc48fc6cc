import "server-only";
import { db } from "@/lib/db/client";
import type { ProductRef } from "@/lib/payments/ports";
import { storageRef } from "./storage-ref";

/**
 * What is being bought for some files at this moment: more time, or room for a larger version.
 *
 * @param isMeant of which files
 */
export async function listPendingFor(isMeant: (fileId: string) => boolean): Promise<ProductRef[]> {
  const reserved = await db().storagePurchase.findMany({
    where: { state: "reserved", fileId: { not: null } },
    select: { fileId: true, offerId: true },
  });
  const meant = reserved.filter(({ fileId }) => fileId !== null && isMeant(fileId));
  const offers = await db().storageOffer.findMany({
    where: { id: { in: meant.map(({ offerId }) => offerId) } },
    select: { requestKey: true },
  });
  return offers.map(storageRef);
}
