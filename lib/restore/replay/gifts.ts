import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Entry } from "@/lib/journal/entries";

export async function replayGiftEnded(
  tx: Tx,
  { giftId }: Extract<Entry, { kind: "gift-ended" }>,
  at: Date,
): Promise<boolean> {
  const where = { gift: { id: giftId }, revokedAt: null };
  return (await tx.entitlement.updateMany({ where, data: { revokedAt: at } })).count > 0;
}

/** The person who took it has its key; the link is worth nothing to others. */
export async function replayGiftTaken(
  tx: Tx,
  { giftId, tokenHash }: Extract<Entry, { kind: "gift-taken" }>,
  at: Date,
): Promise<boolean> {
  const where = { id: giftId, takenAt: null };
  if ((await tx.gift.updateMany({ where, data: { takenAt: at } })).count === 0) return false;
  await tx.entitlement.updateMany({ where: { gift: { id: giftId } }, data: { tokenHash } });
  return true;
}
