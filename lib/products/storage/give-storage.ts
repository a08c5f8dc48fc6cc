import "server-only";
import { DAY } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { hashSecret, newId, newSecret } from "@/lib/ids";
import { markRefundDue } from "@/lib/payments/refund-due";
import type { OrderRow } from "@/lib/payments/rows";
import { isCurrentGone, readExtension } from "@/lib/products/files/extension";
import { whatIsStopped } from "@/lib/products/files/what-is-stopped";
import { newStorageKey } from "@/lib/storage/keys";
import type { UploadState } from "@/lib/uploads/bytes/upload-row";

type Purchase = NonNullable<Awaited<ReturnType<Tx["storagePurchase"]["findUnique"]>>>;

/**
 * Gives what an order paid for, in the transaction that settles it. What can no longer be given (the file was deleted or
 * stopped, the upload is gone) is owed: the payer has had nothing of it.
 *
 * @param options.opensBySecret false: a new upload opens only by its payer's signature (rule 11d)
 */
export async function giveStorage(
  tx: Tx,
  order: OrderRow,
  purchase: Purchase,
  { opensBySecret, now }: { opensBySecret: boolean; now: Date },
): Promise<void> {
  const { kind, uploadId, fileId, days, size } = purchase;
  const paid = { state: "paid" } as const;
  if (kind === "upload") {
    const token = opensBySecret
      ? { tokenHash: order.secretHash, tokenAt: order.createdAt }
      : { tokenHash: hashSecret(newSecret()), tokenAt: null };
    return void (await update(tx, order, { ...paid, uploadId: await makeUpload(tx, purchase, token, now) }));
  }
  const given =
    kind === "file" && fileId
      ? await extendFile(tx, fileId, { days, size }, now)
      : kind === "uploaded" && uploadId
        ? await keepUpload(tx, uploadId, days, now)
        : await allowLarger(tx, purchase);
  if (given) return void (await update(tx, order, { ...paid, ...(given.fileId ? given : {}) }));
  await update(tx, order, { ...paid, owedMicroUsd: order.priceMicroUsd, unusedDays: purchase.days });
  await markRefundDue(tx, [order.id], now);
}

function update(tx: Tx, { id: orderId }: OrderRow, data: Partial<Purchase>) {
  return tx.storagePurchase.update({ where: { orderId }, data });
}

/** An upload without bytes, in the room that was reserved for it. */
async function makeUpload(
  tx: Tx,
  { offerId, size, days }: Purchase,
  token: { tokenHash: string; tokenAt: Date | null },
  now: Date,
): Promise<string> {
  const { name } = await tx.storageOffer.findUniqueOrThrow({ where: { id: offerId } });
  const id = newId();
  await tx.upload.create({
    data: {
      id,
      ...token,
      // Room that was paid for counts for no network.
      ipPrefix: "",
      name: name ?? "file",
      mediaType: "application/octet-stream",
      size,
      storageKey: newStorageKey(),
      state: "receiving" satisfies UploadState,
      paidDays: days,
      createdAt: now,
    },
  });
  return id;
}

type Given = { fileId?: string } | null;

async function keepUpload(tx: Tx, id: string, days: number, now: Date): Promise<Given> {
  const row = await tx.upload.findUnique({ where: { id } });
  if (row?.state === "used" && row.fileId) {
    // Days of a small version keep no larger file.
    const { keptBytes } = await tx.file.findUniqueOrThrow({ where: { id: row.fileId } });
    if (keptBytes !== null && row.size < keptBytes) return null;
    const given = await extendFile(tx, row.fileId, { days, size: row.size }, now);
    return given && { fileId: row.fileId };
  }
  if (row?.state !== "receiving" && row?.state !== "finished") return null;
  await tx.upload.update({ where: { id }, data: { paidDays: (row.paidDays ?? 0) + days } });
  return {};
}

async function allowLarger(tx: Tx, { uploadId, fileId }: Purchase): Promise<Given> {
  if (!uploadId || !fileId || (await isOver(tx, fileId))) return null;
  const row = await tx.upload.findUnique({ where: { id: uploadId } });
  if (row?.state !== "receiving" && row?.state !== "finished") return null;
  await tx.upload.update({ where: { id: uploadId }, data: { paidForFileId: fileId } });
  return { fileId };
}

async function extendFile(
  tx: Tx,
  id: string,
  { days, size }: Pick<Purchase, "days" | "size">,
  now: Date,
): Promise<Given> {
  if (await isOver(tx, id)) return null;
  const extension = await readExtension(tx, id, now);
  // It has become one that is kept without paying.
  if (extension === null) return null;
  const { keptUntil: paidUntil, keptBytes, storageEndsAt } = await tx.file.findUniqueOrThrow({ where: { id } });
  // Meanwhile more was promised about it, or published with it, than this pays for: it does not leave the free room.
  if (paidUntil === null && (days < extension.leastDays || size < extension.bytes)) return null;
  const keptUntil = new Date(extension.from.getTime() + days * DAY);
  // The operator ends its storage before that, as was decided while the payment was under way.
  if (storageEndsAt !== null && keptUntil > storageEndsAt) return null;
  await tx.file.update({ where: { id }, data: { keptUntil, keptBytes: keptBytes ?? size, updatedAt: now } });
  return {};
}

/** Deleted, or stopped by the operator: more time would give nothing. */
async function isOver(tx: Tx, fileId: string): Promise<boolean> {
  const file = await tx.file.findUnique({ where: { id: fileId } });
  return (
    !file || file.removedAt !== null || (await isCurrentGone(tx, file)) || (await whatIsStopped(tx, fileId)) !== null
  );
}
