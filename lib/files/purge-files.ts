import "server-only";
import { DAY } from "../clock";
import { db, type Tx } from "../db/client";
import { log } from "../log";
import type { PaymentState } from "../payments/schema";
import { storage } from "../storage/storage";
import { payableSince } from "./terms";

/** Files looked at in one run; the next run takes the rest. */
const BATCH = 200;
/** A crash can come between the row and the bytes: deleting is repeated for this long, in milliseconds. */
const REPEATED_FOR = 2 * DAY;

/** While a payment is here, or was given up and is watched, its buyer may still be owed the bytes. */
const openStates: PaymentState[] = ["reserved", "settling", "unknown"];

/**
 * Deletes the bytes of removed files that nobody can need any more: no live grant, no payment under way, no terms that
 * could still be paid when the file was removed. Row, hash and history stay. Files that were not removed keep their bytes
 * after the end of their sale: it may be prolonged.
 *
 * Each file is decided in a transaction of its own, and a failure keeps no other from its turn.
 */
export async function purgeFiles(now: Date): Promise<void> {
  const candidates = await db().file.findMany({
    where: purgeable(now),
    select: { id: true },
    orderBy: { removedAt: "asc" },
    take: BATCH,
  });
  for (const { id } of candidates) {
    await safely(id, () => db().$transaction((tx) => giveUpBytes(tx, id, now)));
  }
  const given = await db().file.findMany({
    where: { bytesGoneAt: { gte: new Date(now.getTime() - REPEATED_FOR) } },
    select: { id: true, storageKey: true },
  });
  for (const { id, storageKey } of given) await safely(id, () => storage().remove(storageKey));
}

/** A buyer may have been shown the file just before it was removed, and be signing: rule 7's window passes first. */
function purgeable(now: Date) {
  return {
    bytesGoneAt: null,
    removedAt: { lt: payableSince(now) },
    grants: { none: { revokedAt: null, downloadUntil: { gt: now } } },
    payments: { none: { OR: [{ state: { in: openStates } }, { watched: true }] } },
  };
}

/** Decided again inside the transaction: a payment may have been reserved since the file was found. */
async function giveUpBytes(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.file.updateMany({ where: { id, ...purgeable(now) }, data: { bytesGoneAt: now, updatedAt: now } });
}

async function safely(fileId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (err) {
    log.error({ err, fileId }, "A removed file's bytes could not be deleted; the next run tries again.");
  }
}
