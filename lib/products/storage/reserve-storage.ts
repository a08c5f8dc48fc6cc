import "server-only";
import type { Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { AppError } from "@/lib/errors";
import type { OrderRow } from "@/lib/payments/rows";
import { readDifference } from "@/lib/products/files/cover-bytes";
import { isCurrentGone, requireExtension } from "@/lib/products/files/extension";
import { requireNotStopped } from "@/lib/products/files/what-is-stopped";
import { isPaidFor } from "@/lib/uploads/admission/find-upload";
import type { Parts } from "@/lib/uploads/admission/open-uploads";
import { requirePaidRoom } from "@/lib/uploads/admission/paid-room";
import type { UploadRow } from "@/lib/uploads/bytes/upload-row";
import { maxDays, readMostDays, tooLong } from "./most-days";
import { noteOffer } from "./note-offer";
import type { StorageOffer } from "./sealed-offer";

/** Paid uploads whose last byte is not here, of one payer and of all together: room costs little, slots cost nothing. */
const ROOMS = { payer: 20, all: 5_000 };

/** What the product needs to know of an offer when somebody accepts it. */
export type Accepted = {
  offer: StorageOffer;
  /** Of an upload that is to come. */
  name: string | null;
  /** The bytes of the open uploads, read before the transaction. */
  parts: Parts;
};

/** Writes what an order accepted, once. */
export async function writeAccepted(tx: Tx, order: OrderRow, { offer, name }: Accepted, now: Date): Promise<void> {
  await noteOffer(tx, { offer, name, priceMicroUsd: order.priceMicroUsd }, now);
  await createPurchase(tx, order, now);
}

/** The row of an order, from that of the offer that it accepted. */
export async function createPurchase(tx: Tx, { id: orderId, offerId }: OrderRow, now: Date) {
  const { kind, targetId, fileId, size, days } = await tx.storageOffer.findUniqueOrThrow({ where: { id: offerId } });
  const uploadId = kind === "file" ? null : targetId;
  const ofFile = kind === "file" ? targetId : fileId;
  return tx.storagePurchase.create({
    data: { orderId, offerId, state: "reserved", kind, size, days, uploadId, fileId: ofFile, createdAt: now },
  });
}

/**
 * Whether what was offered can still be given, in the transaction that reserves its payment: other reservations count.
 *
 * @throws AppError `storage_full`, `storage_too_long`, `upload_quota`, or why an upload or a file can no longer be kept
 */
export async function requireStillPossible(tx: Tx, order: OrderRow, accepted: Accepted, now: Date): Promise<void> {
  const { kind, targetId, fileId, size, days } = accepted.offer;
  switch (kind) {
    case "upload":
      await requireFreshToken(tx, order);
      await requireFewRooms(tx, order);
      return requirePaidRoom(tx, size, accepted.parts, now);
    case "uploaded":
      return requireRoomFor(tx, order, await requireLiveUpload(tx, targetId ?? "", days), accepted.parts, now);
    case "larger": {
      await requireLiveFile(tx, fileId ?? "", now);
      const row = await requireLiveUpload(tx, targetId ?? "", 0);
      await requireSameDifference(tx, accepted.offer, now);
      return requireRoomFor(tx, order, row, accepted.parts, now);
    }
    case "file":
      await requireLiveFile(tx, targetId ?? "", now);
      return requireWithinCap(tx, accepted.offer, now);
  }
}

/** From now on all room of an upload is kept, not only that of its next bytes. */
async function requireRoomFor(tx: Tx, order: OrderRow, row: UploadRow, parts: Parts, now: Date): Promise<void> {
  if (row.state !== "receiving" || isPaidFor(row)) return;
  await requireFewRooms(tx, order);
  await requirePaidRoom(tx, row.size - BigInt(parts.get(row.id)?.size ?? 0), parts, now);
}

/** A token that the client chose opens one upload. */
async function requireFreshToken(tx: Tx, { id, secretHash }: OrderRow): Promise<void> {
  const taken =
    (await tx.upload.count({ where: { tokenHash: secretHash } })) +
    (await tx.order.count({ where: { secretHash, id: { not: id }, state: "open" } }));
  if (taken === 0) return;
  throw new AppError("malformed_request", {
    detail: "This Upload-Token was used for another upload. Make a new one. Nothing was charged.",
  });
}

async function requireFewRooms(tx: Tx, { person }: OrderRow): Promise<void> {
  const [[all = 0, own = 0] = []] = (await prepared(tx).all(
    ROOMS_WITHOUT_BYTES,
    [person],
    ["Int", "Int"],
  )) as number[][];
  if (own < ROOMS.payer && all < ROOMS.all) return;
  throw new AppError("upload_quota", {
    detail: "Finish the uploads that you have paid for first. Nothing was charged.",
    headers: { "Retry-After": "600" },
  });
}

/**
 * All of them, and those of one person; one that was paid for several times is one. As lists they would be too long for a
 * statement.
 */
const ROOMS_WITHOUT_BYTES = `
  WITH "Room" AS (
    SELECT "orderId", COALESCE("uploadId", "orderId") AS "room" FROM "StoragePurchase"
      WHERE "state" = 'reserved' AND "kind" <> 'file'
    UNION ALL
    SELECT "orderId", "Upload"."id" FROM "Upload" JOIN "StoragePurchase" ON "StoragePurchase"."uploadId" = "Upload"."id"
      WHERE "Upload"."state" = 'receiving' AND ("paidDays" IS NOT NULL OR "paidForFileId" IS NOT NULL)
        AND "StoragePurchase"."state" = 'paid'
  )
  SELECT COUNT(DISTINCT "room"), COUNT(DISTINCT CASE WHEN "Order"."id" IS NOT NULL THEN "room" END)
    FROM "Room" LEFT JOIN "Order" ON "Order"."id" = "orderId" AND "person" = ?`;

async function requireLiveUpload(tx: Tx, id: string, days: number) {
  const row = await tx.upload.findUnique({ where: { id } });
  if (row?.state !== "receiving" && row?.state !== "finished") throw new AppError("upload_not_found");
  const most = maxDays() - (row.paidDays ?? 0) - (await pendingDays(tx, id));
  if (days > most) throw tooLong(Math.max(0, most));
  return row;
}

async function requireLiveFile(tx: Tx, id: string, now: Date): Promise<void> {
  // Written before it is read: two extensions at once follow each other, on any database.
  await tx.file.updateMany({ where: { id }, data: { updatedAt: now } });
  await requireNotStopped(tx, id);
  const file = await tx.file.findUnique({ where: { id } });
  if (!file) throw new AppError("file_not_found");
  if (file.removedAt !== null) throw new AppError("file_removed");
  if (await isCurrentGone(tx, file)) throw new AppError("bytes_gone");
}

/** The file may be kept longer by now: then the difference costs more. */
async function requireSameDifference(tx: Tx, { targetId, fileId, size, days }: StorageOffer, now: Date): Promise<void> {
  const file = await tx.file.findUniqueOrThrow({ where: { id: fileId ?? "" } });
  const upload = await tx.upload.findUniqueOrThrow({ where: { id: targetId ?? "" } });
  const missing = await readDifference(tx, file, upload, now);
  if (missing && size >= missing.size && days >= missing.days) return;
  throw new AppError("storage_offer_ended", { detail: "The file has changed. Nothing was charged." });
}

async function requireWithinCap(tx: Tx, { targetId, size, days }: StorageOffer, now: Date): Promise<void> {
  const fileId = targetId ?? "";
  const { bytes, from, leastDays } = await requireExtension(tx, fileId, now);
  // It has grown, or more was promised about it, since it was offered.
  if (size < bytes || days < leastDays) {
    throw new AppError("storage_offer_ended", { detail: "The file has changed. Nothing was charged." });
  }
  const most = await readMostDays(tx, fileId, from, now);
  if (days > most) throw tooLong(most);
}

/** Days that others are paying for at this moment. */
async function pendingDays(tx: Tx, uploadId: string): Promise<number> {
  const where = { uploadId, kind: "uploaded", state: "reserved" };
  const { _sum } = await tx.storagePurchase.aggregate({ where, _sum: { days: true } });
  return _sum.days ?? 0;
}
