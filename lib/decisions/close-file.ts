import "server-only";
import type { File } from "@/generated/sqlite/client/client";
import type { Tx } from "@/lib/db/client";
import { holdGrants, releaseGrants } from "@/lib/entitlements/hold-grants";
import { clearRefundDue, markRefundDue } from "@/lib/payments/refund-due";
import { fileRef } from "@/lib/products/files/file-ref";
import { isStoppedByMember, openBundlesOf, oweForBundlesOf } from "./bundles-of";

/** Closes the bytes of a file to everybody. What buyers have is held, and its seller owes them their money. */
export async function closeFile(tx: Tx, { id, suspendedAt, withheldAt }: File, at: Date): Promise<void> {
  const closed = { suspendedAt: suspendedAt ?? at, withheldAt: withheldAt ?? at, updatedAt: at };
  await tx.file.update({ where: { id }, data: closed });
  await markRefundDue(tx, await holdGrants(tx, fileRef(id), at), at);
  await oweForBundlesOf(tx, id, at);
}

/**
 * Opens the bytes of a file to its buyers again, and with `lifted` its sale. Lost time is given back: to buyers what they
 * could not download, and to the seller what could not be sold, also where its storage is paid for.
 */
export async function openFile(tx: Tx, file: File, verdict: "suspended" | "lifted", at: Date): Promise<void> {
  const { id, suspendedAt, withheldAt } = file;
  const seller = await tx.seller.findUniqueOrThrow({ where: { id: file.sellerId } });
  if (verdict === "suspended") {
    await tx.file.update({ where: { id }, data: { suspendedAt: suspendedAt ?? at, withheldAt: null, updatedAt: at } });
  } else {
    // `suspendedAt` stays while the file is withheld in between: no hour is given back twice.
    const dates = laterDates(file, { since: suspendedAt ?? withheldAt, until: earlier(seller.suspendedAt, at) });
    await tx.file.update({ where: { id }, data: { suspendedAt: null, withheldAt: null, ...dates, updatedAt: at } });
  }
  const stillStopped = verdict === "suspended" || seller.suspendedAt !== null;
  // A bundle also waits for its files.
  const which = stillStopped || (await isStoppedByMember(tx, id)) ? "opened-before" : "all";
  const orderIds = await releaseGrants(tx, fileRef(id), which, at);
  await openBundlesOf(tx, file, verdict, at);
  // Bytes that are deleted stay owed.
  if (file.bytesGone) return;
  await clearRefundDue(tx, orderIds);
}

/**
 * Gives the files of a seller back the time in which the seller's sales were stopped. What a file was stopped itself is given
 * back by its own decision: no hour twice.
 *
 * @param since when they were stopped
 */
export async function giveBackToFiles(tx: Tx, sellerId: string, since: Date, at: Date): Promise<void> {
  for (const file of await tx.file.findMany({ where: { sellerId, bytesGone: false } })) {
    const from = since > file.createdAt ? since : file.createdAt;
    const dates = laterDates(file, { since: from, until: earlier(file.suspendedAt ?? file.withheldAt, at) });
    await tx.file.update({ where: { id: file.id }, data: { ...dates, updatedAt: at } });
  }
}

type Stop = { since: Date | null; until: Date };

/** The dates of a file, later by the time that it was stopped. One that had passed before stays. */
function laterDates({ onSaleUntil, keptUntil, bytesGone }: File, { since, until }: Stop) {
  const lost = since === null || bytesGone ? 0 : Math.max(0, until.getTime() - since.getTime());
  const later = (end: Date | null) => (end && since && end > since ? new Date(end.getTime() + lost) : end);
  return { onSaleUntil: later(onSaleUntil), keptUntil: later(keptUntil) };
}

/** Another stop that is still in force gives its own time back later. */
function earlier(other: Date | null, at: Date): Date {
  return other !== null && other < at ? other : at;
}
