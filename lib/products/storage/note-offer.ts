import "server-only";
import { db } from "@/lib/db/client";
import type { StorageOffer } from "./sealed-offer";

/** Writes the row of an offer that was paid for, as the chain shows, before the database forgot it. */
export async function noteOffer(offer: StorageOffer, name: string | null, now: Date): Promise<void> {
  const { offerId: id, kind, targetId, fileId, size, days, payee, requestKey, prices, endsAt } = offer;
  const [priceMicroUsd = 0n] = Object.values(prices);
  const row = { kind, targetId, fileId, size, days, name, payee, requestKey, priceMicroUsd, endsAt, createdAt: now };
  await db().storageOffer.upsert({ where: { id }, create: { id, ...row }, update: {} });
}
