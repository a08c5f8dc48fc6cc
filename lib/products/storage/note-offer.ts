import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import type { StorageOffer } from "./sealed-offer";

/** An offer that somebody accepted. `name`: of an upload that is to come; `priceMicroUsd`: what was paid, or is to be. */
type Noted = { offer: StorageOffer; name: string | null; priceMicroUsd: bigint };

/** Writes the row of an offer, once: when a payment for it is reserved, or found on the chain. */
export async function noteOffer(client: Db | Tx, { offer, name, priceMicroUsd }: Noted, now: Date): Promise<void> {
  const { offerId: id, kind, targetId, fileId, size, days, payee, requestKey, endsAt } = offer;
  const row = { kind, targetId, fileId, size, days, name, payee, requestKey, priceMicroUsd, endsAt, createdAt: now };
  await client.storageOffer.upsert({ where: { id }, create: { id, ...row }, update: {} });
}
