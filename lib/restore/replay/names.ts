import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Entry } from "@/lib/journal/entries";
import { insertName } from "@/lib/links/claim-name";

/**
 * A name that was shared since the backup leads to whom it led, and stays taken even if its seller or file is not in the backup. What the
 * seller wrote is not in the journal: the page is named as before until the seller chooses the name again.
 */
export async function replayNameClaimed(
  tx: Tx,
  { nameId, sellerId, fileId }: Extract<Entry, { kind: "name-claimed" }>,
  at: Date,
): Promise<boolean> {
  if (await tx.linkName.findUnique({ where: { id: nameId } })) return false;
  await insertName(tx, { id: nameId, sellerId, fileId }, at);
  return true;
}
