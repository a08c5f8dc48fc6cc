import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Line } from "@/lib/journal/entries";
import { changeAllTerms } from "@/lib/products/files/change-terms";
import { type Change, lastOf } from "./last-payout";

/**
 * Gives each seller the last payout address of the journal, and refuses the ones that were revoked. If the entries do not tell
 * which was the last, the seller has to confirm the address before anything is sold.
 *
 * @returns for how many sellers something changed
 */
export async function replayPayouts(tx: Tx, lines: readonly Line[], now: Date): Promise<number> {
  const changes = new Map<string, Change[]>();
  for (const { entry, at } of lines) {
    if (entry.kind !== "payout-changed") continue;
    // A clock that was ahead must not leave old terms open.
    const then = new Date(Math.min(Date.parse(at), now.getTime()));
    changes.set(entry.sellerId, [...(changes.get(entry.sellerId) ?? []), { ...entry, at: then }]);
  }
  let changed = 0;
  for (const [sellerId, ofSeller] of changes) if (await replay(tx, sellerId, ofSeller, now)) changed += 1;
  return changed;
}

async function replay(tx: Tx, sellerId: string, changes: Change[], now: Date): Promise<boolean> {
  const seller = await tx.seller.findUnique({ where: { id: sellerId } });
  if (!seller) return false;
  const last = lastOf(changes);
  if (!last) {
    const held = { where: { id: sellerId, payoutHeldAt: null }, data: { payoutHeldAt: now } };
    return (await tx.seller.updateMany(held)).count > 0;
  }
  const isNew = last.payTo !== seller.payTo;
  if (isNew) await give(tx, last);
  // The seller has signed for this address, so it needs no other confirmation.
  await tx.seller.update({ where: { id: sellerId }, data: { payoutHeldAt: null } });
  if (changes.some(({ revokeOld }) => revokeOld)) await revokeOthers(tx, last);
  return isNew;
}

/** As of the time of the change: what was sold in between names its address. */
async function give(tx: Tx, { sellerId, payTo, payToNetworks, at }: Change): Promise<void> {
  await tx.seller.update({ where: { id: sellerId }, data: { payTo, payToNetworks } });
  await changeAllTerms(tx, sellerId, () => ({ payTo, payToNetworks }), at);
}

async function revokeOthers(tx: Tx, { sellerId, payTo, at }: Change): Promise<void> {
  await tx.terms.updateMany({
    where: { file: { sellerId }, payTo: { not: payTo }, until: { not: null }, revokedAt: null },
    data: { revokedAt: at },
  });
}
