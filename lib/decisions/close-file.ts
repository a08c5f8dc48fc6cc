import "server-only";
import type { File } from "@/generated/sqlite/client/client";
import type { Tx } from "@/lib/db/client";
import { holdGrants, releaseGrants } from "@/lib/entitlements/hold-grants";
import { clearRefundDue, markRefundDue } from "@/lib/payments/refund-due";
import { fileRef } from "@/lib/products/files/file-ref";

/** Closes the bytes of a file to everybody. What buyers have is held, and its seller owes them their money. */
export async function closeFile(tx: Tx, { id, suspendedAt, withheldAt }: File, at: Date): Promise<void> {
  const closed = { suspendedAt: suspendedAt ?? at, withheldAt: withheldAt ?? at, updatedAt: at };
  await tx.file.update({ where: { id }, data: closed });
  await markRefundDue(tx, await holdGrants(tx, fileRef(id), at), at);
}

/**
 * Opens the bytes of a file to its buyers again, and with `lifted` its sale. Lost time is given back: to buyers what they
 * could not download, and to the seller what could not be sold, also where its storage is paid for.
 */
export async function openFile(tx: Tx, file: File, verdict: "suspended" | "lifted", at: Date): Promise<void> {
  const { id, suspendedAt, withheldAt } = file;
  if (verdict === "suspended") {
    await tx.file.update({ where: { id }, data: { suspendedAt: suspendedAt ?? at, withheldAt: null, updatedAt: at } });
  } else {
    // `suspendedAt` stays while the file is withheld in between: no hour is given back twice.
    const since = suspendedAt ?? withheldAt;
    const later = (end: Date | null) => (file.bytesGone ? end : givenBack(end, since, at));
    const dates = { onSaleUntil: later(file.onSaleUntil), keptUntil: later(file.keptUntil) };
    await tx.file.update({ where: { id }, data: { suspendedAt: null, withheldAt: null, ...dates, updatedAt: at } });
  }
  const { suspendedAt: sellerSuspendedAt } = await tx.seller.findUniqueOrThrow({ where: { id: file.sellerId } });
  const stillStopped = verdict === "suspended" || sellerSuspendedAt !== null;
  const orderIds = await releaseGrants(tx, fileRef(id), stillStopped ? "opened-before" : "all", at);
  // Bytes that are deleted stay owed.
  if (file.bytesGone) return;
  await clearRefundDue(tx, orderIds);
}

/** An end, later by the time that the file was stopped. One that had passed before stays. */
function givenBack(end: Date | null, since: Date | null, at: Date): Date | null {
  if (end === null || since === null || end <= since) return end;
  return new Date(end.getTime() + at.getTime() - since.getTime());
}
