import "server-only";
import { DAY } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { countRefund, countSale } from "@/lib/earnings/earnings";
import type { Product } from "@/lib/payments/ports";
import type { OrderRow } from "@/lib/payments/rows";
import { coverVersion } from "@/lib/products/files/cover-bytes";
import type { UploadState } from "@/lib/uploads/bytes/upload-row";
import { giveStorage } from "./give-storage";
import { type Accepted, createPurchase, requireStillPossible, writeAccepted } from "./reserve-storage";
import { STORAGE, storageRef } from "./storage-ref";

/** For how long a repeated request is the same one (rule 11c), in milliseconds. */
const REPEATED = DAY;

/** What the operator earned by storage, beside what each seller earned. */
const earned = ({ priceMicroUsd, paidAt }: OrderRow) => ({ productId: STORAGE, sellerId: null, priceMicroUsd, paidAt });

/** Keeping files, as the money core knows it: who pays an offer gets room, or more time, and the operator the money. */
export const storageProduct: Product = {
  kind: STORAGE,
  repeatKey: ({ productId }, who) => `${STORAGE}:${productId}:${who}`,
  async findOffer(offerId) {
    const offer = await db().storageOffer.findUniqueOrThrow({ where: { id: offerId } });
    return { ...storageRef(offer), offerId, sellerId: null, priceMicroUsd: offer.priceMicroUsd };
  },
  // There is nothing to hand over yet.
  isDeliverable: async () => true,
  async receiptLines({ id, productId: request }) {
    const { kind, size, days, uploadId, fileId } = await db().storagePurchase.findUniqueOrThrow({
      where: { orderId: id },
    });
    return { request, kind, size: Number(size), days, uploadId, fileId };
  },
  async onReserved(tx, order, { mayRefuse, details, now }) {
    if (details === undefined) return revive(tx, order);
    const accepted = details as Accepted;
    if (mayRefuse) await requireStillPossible(tx, order, accepted, now);
    await writeAccepted(tx, order, accepted, now);
  },
  async onReleased(tx, { id: orderId }) {
    await tx.storagePurchase.updateMany({ where: { orderId, state: "reserved" }, data: { state: "released" } });
  },
  async stillGives(tx, order, now) {
    // One that a reorganisation reversed may be included again.
    const stands = order.state === "paid" || order.state === "reverted";
    if (!stands || now.getTime() - order.createdAt.getTime() >= REPEATED) return false;
    const purchase = await tx.storagePurchase.findUnique({ where: { orderId: order.id } });
    // One that has expired gives nothing any more.
    if (purchase?.kind === "upload") return isHere(tx, purchase.uploadId);
    return purchase !== null && (purchase.kind !== "larger" || stillCovers(tx, purchase, now));
  },
  // Not one that replaced it: whoever repeats a request may send that again. It is refused where an upload is made.
  async isSecretTaken(tx, secretHash) {
    return (await tx.order.count({ where: { productKind: STORAGE, secretHash, state: { not: "failed" } } })) > 0;
  },
  async onSettled(tx, order, options) {
    await countSale(tx, earned(order), 1);
    // One that was found on the chain was never reserved.
    const purchase =
      (await tx.storagePurchase.findUnique({ where: { orderId: order.id } })) ??
      (await createPurchase(tx, order, options.now));
    await giveStorage(tx, order, purchase, options);
  },
  async findReferred(tx, orderIds) {
    const where = { orderId: { in: orderIds }, state: { not: "released" } };
    return (await tx.storagePurchase.findMany({ where, select: { orderId: true } })).map(({ orderId }) => orderId);
  },
  onReorganised: (tx, order, by) => countSale(tx, earned(order), by),
  // It moves no date: the days that it pays for were taken back when they became owed.
  async onRefunded(tx, order, refund) {
    await countRefund(tx, earned(order), refund);
    const where = { orderId: order.id };
    const { paidBackMicroUsd } = await tx.storagePurchase.findUniqueOrThrow({ where });
    await tx.storagePurchase.update({ where, data: { paidBackMicroUsd: (paidBackMicroUsd ?? 0n) + refund.microUsd } });
  },
};

/** A released order whose payment moves money after all holds its room again. */
async function revive(tx: Tx, { id: orderId }: OrderRow): Promise<void> {
  await tx.storagePurchase.updateMany({ where: { orderId, state: "released" }, data: { state: "reserved" } });
}

async function isHere(tx: Tx, uploadId: string | null): Promise<boolean> {
  const state = { in: ["receiving", "finished", "used"] satisfies UploadState[] };
  return (await tx.upload.count({ where: { id: uploadId ?? "", state } })) > 0;
}

/** False once the file is kept for longer than the difference to a larger version was paid for: then it has to be paid again. */
async function stillCovers(tx: Tx, { uploadId, fileId }: LargerPurchase, now: Date): Promise<boolean> {
  const upload = await tx.upload.findUnique({ where: { id: uploadId ?? "" } });
  const file = await tx.file.findUnique({ where: { id: fileId ?? "" } });
  if (!upload || !file || upload.state === ("used" satisfies UploadState) || file.removedAt !== null) return true;
  return (await coverVersion(tx, file, upload, now)) !== null;
}

type LargerPurchase = { uploadId: string | null; fileId: string | null };
