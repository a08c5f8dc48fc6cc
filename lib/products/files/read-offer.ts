import "server-only";
import { db } from "@/lib/db/client";
import type { Offer } from "@/lib/payments/ports";
import { fileRef } from "./file-ref";

/** The offer with this id, open or closed. @throws when there never was one */
export async function readOffer(offerId: string): Promise<Offer> {
  const { id, fileId, priceMicroUsd, file } = await db().terms.findUniqueOrThrow({
    where: { id: offerId },
    include: { file: { select: { sellerId: true } } },
  });
  return { ...fileRef(fileId), offerId: id, sellerId: file.sellerId, priceMicroUsd };
}
