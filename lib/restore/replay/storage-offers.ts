import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Entry } from "@/lib/journal/entries";

/** What was offered, so that its payment on the chain can be told. Whether it was paid for, only the chain tells. */
export async function replayStorageAccepted(
  tx: Tx,
  { kind: _, offerId, of, size, priceMicroUsd, endsAt, ...same }: Extract<Entry, { kind: "storage-accepted" }>,
  at: Date,
): Promise<boolean> {
  if ((await tx.storageOffer.count({ where: { id: offerId } })) > 0) return false;
  const row = { ...same, kind: of, size: BigInt(size), priceMicroUsd: BigInt(priceMicroUsd), endsAt: new Date(endsAt) };
  await tx.storageOffer.create({ data: { id: offerId, ...row, createdAt: at } });
  return true;
}
