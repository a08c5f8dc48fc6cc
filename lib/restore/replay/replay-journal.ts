import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Entry, Line } from "@/lib/journal/entries";
import { endLinksOf } from "@/lib/restore/end-links";
import { replayBlocked, replayDecided, replayUnblocked } from "./decisions";
import { replayBuyerErased, replaySellerErased } from "./erasures";
import { replayGiftEnded, replayGiftTaken } from "./gifts";
import { replayNameClaimed } from "./names";
import { replayPayouts } from "./payouts";
import { replayRefund } from "./refunds";
import { replayRemoval } from "./removals";
import { replayStorageEnded } from "./storage";
import { replayStorageAccepted } from "./storage-offers";

type Kind = Entry["kind"];
/** @returns whether it changed anything */
type Replay<K extends Kind> = (tx: Tx, entry: Extract<Entry, { kind: K }>, at: Date, now: Date) => Promise<boolean>;

/**
 * Each asks the rows whether they know of the act, and not a clock: the one of the backup may have been wrong. So an entry
 * that the backup contains, and one that is replayed twice, change nothing.
 */
const replays: { [K in Exclude<Kind, "payout-changed" | "withdrawn">]: Replay<K> } = {
  "links-ended": replayLinksEnded,
  "gift-ended": replayGiftEnded,
  "gift-taken": replayGiftTaken,
  "file-removed": replayRemoval,
  "seller-erased": replaySellerErased,
  "buyer-erased": replayBuyerErased,
  decided: replayDecided,
  blocked: replayBlocked,
  unblocked: replayUnblocked,
  "storage-ended": replayStorageEnded,
  refund: replayRefund,
  "storage-accepted": replayStorageAccepted,
  "name-claimed": replayNameClaimed,
};

/**
 * Takes away again what was taken away since the backup.
 *
 * @param lines oldest first, without those that were withdrawn
 * @returns how many of each kind changed something
 */
export async function replayJournal(tx: Tx, lines: readonly Line[], now: Date): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const count = (kind: Kind, by: number) => {
    if (by > 0) counts[kind] = (counts[kind] ?? 0) + by;
  };
  for (const { entry, at } of lines) {
    if (!isReplayed(entry)) continue;
    const replay = replays[entry.kind] as Replay<typeof entry.kind>;
    if (await replay(tx, entry as never, new Date(at), now)) count(entry.kind, 1);
  }
  count("payout-changed", await replayPayouts(tx, lines, now));
  return counts;
}

type Replayed = Extract<Entry, { kind: keyof typeof replays }>;

function isReplayed(entry: Entry): entry is Replayed {
  return Object.hasOwn(replays, entry.kind);
}

/** The new link that came with it is lost, too; its row says that the older ones have ended. */
async function replayLinksEnded(tx: Tx, { orderId, entitlementId }: Extract<Entry, { kind: "links-ended" }>) {
  const known = await tx.entitlement.count({ where: { id: entitlementId } });
  if (known > 0 || (await tx.order.count({ where: { id: orderId } })) === 0) return false;
  const older = await tx.entitlement.findFirst({ where: { orderId } });
  if (older) {
    const { downloads: _, ...same } = older;
    await tx.entitlement.create({ data: { ...same, id: entitlementId, tokenHash: entitlementId } });
  }
  await endLinksOf(tx, orderId);
  return true;
}
