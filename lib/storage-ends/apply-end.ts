import "server-only";
import { DAY } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import type { Entry } from "@/lib/journal/entries";
import { markRefundDue } from "@/lib/payments/refund-due";
import { dropAllPictures } from "@/lib/previews/picture";
import { coveredSale } from "@/lib/products/files/file-state";
import { type Owed, takeBack } from "./unused-days";

export type Ended = Extract<Entry, { kind: "storage-ended" }>;

/**
 * Writes that storage ends, and what is owed for the days that are not used. A restore repeats it from the journal.
 *
 * @returns the payments that are owed something by it
 */
export async function applyEnd(tx: Tx, { on: { kind, id }, why, endsAt, lost }: Ended, at: Date): Promise<Owed[]> {
  const end = new Date(endsAt);
  if (kind === "upload") return loseUpload(tx, id, at);
  const { keptUntil } = await tx.file.findUniqueOrThrow({ where: { id }, select: { keptUntil: true } });
  const owed = await oweDays(tx, { fileId: id }, daysBetween(end, keptUntil), at);
  const isShorter = keptUntil !== null && end < keptUntil;
  await tx.file.update({
    where: { id },
    data: { storageEndsAt: end, updatedAt: at, ...(isShorter ? { keptUntil: end } : {}) },
  });
  if (why === "lost") await loseVersions(tx, id, lost, at);
  else await endSale(tx, id, end, at);
  return owed;
}

/** Whole days, those that have begun included: who paid for them cannot use them. */
function daysBetween(end: Date, keptUntil: Date | null): number {
  return keptUntil === null ? 0 : Math.max(0, Math.ceil((keptUntil.getTime() - end.getTime()) / DAY));
}

/** Marks what is owed for days of a file or an upload. Those who paid last are the first to have theirs back. */
async function oweDays(
  tx: Tx,
  of: { fileId: string } | { uploadId: string; fileId: null },
  days: number,
  at: Date,
): Promise<Owed[]> {
  const purchases = await tx.storagePurchase.findMany({
    where: { ...of, state: "paid" },
    orderBy: [{ createdAt: "desc" }, { orderId: "desc" }],
  });
  const orders = await tx.order.findMany({
    where: { id: { in: purchases.map(({ orderId }) => orderId) } },
    select: { id: true, priceMicroUsd: true },
  });
  const prices = new Map(orders.map(({ id, priceMicroUsd }) => [id, priceMicroUsd]));
  const owed = takeBack(
    purchases.map((purchase) => ({ ...purchase, priceMicroUsd: prices.get(purchase.orderId) ?? 0n })),
    days,
  );
  for (const { orderId, unusedDays, owedMicroUsd } of owed) {
    await tx.storagePurchase.update({ where: { orderId }, data: { unusedDays, owedMicroUsd } });
  }
  await markRefundDue(
    tx,
    owed.map(({ orderId }) => orderId),
    at,
  );
  return owed;
}

/** What is sold until the end can be downloaded as long as its buyer was told. */
async function endSale(tx: Tx, fileId: string, end: Date, at: Date): Promise<void> {
  const { onSaleUntil } = await tx.file.findUniqueOrThrow({ where: { id: fileId }, select: { onSaleUntil: true } });
  if (onSaleUntil === null) return;
  const terms = await tx.terms.findFirst({ where: { fileId, until: null }, select: { downloadDays: true } });
  const covered = coveredSale(end, terms?.downloadDays ?? null);
  const last = covered < at ? at : covered;
  if (onSaleUntil > last) await tx.file.update({ where: { id: fileId }, data: { onSaleUntil: last } });
}

/** The sale ends for good. Versions that are still here stay for their buyers (rule 4a). */
async function loseVersions(tx: Tx, fileId: string, lost: readonly string[], at: Date): Promise<void> {
  await tx.file.updateMany({ where: { id: fileId, removedAt: null }, data: { removedAt: at } });
  await tx.fileVersion.updateMany({
    where: { fileId, id: { in: [...lost] }, bytesGoneAt: null },
    data: { bytesGoneAt: at },
  });
  await tx.file.updateMany({
    where: { id: fileId, versions: { none: { bytesGoneAt: null } } },
    data: { bytesGone: true },
  });
  await dropAllPictures(tx, fileId);
}

/** Its days begin with its last byte. */
async function loseUpload(tx: Tx, id: string, at: Date): Promise<Owed[]> {
  const { paidDays, finishedAt } = await tx.upload.findUniqueOrThrow({ where: { id } });
  const used = finishedAt ? Math.floor(Math.max(0, at.getTime() - finishedAt.getTime()) / DAY) : 0;
  const owed = await oweDays(tx, { uploadId: id, fileId: null }, Math.max(0, (paidDays ?? 0) - used), at);
  await tx.upload.update({ where: { id }, data: { state: "discarded" } });
  return owed;
}
