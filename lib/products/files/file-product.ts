import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { countRefund, countSale } from "@/lib/earnings/earnings";
import { createPaidGrant, findLiveGrantOfOrder } from "@/lib/entitlements/grant";
import { notify } from "@/lib/outbox/notify";
import type { Product } from "@/lib/payments/ports";
import { markRefundDue } from "@/lib/payments/refund-due";
import { areStored } from "@/lib/products/bundles/archive";
import { isByOperator, readStop, requireNoStop } from "@/lib/products/bundles/member-stop";
import { readMembers } from "@/lib/products/bundles/read-members";
import { storage } from "@/lib/storage/storage";
import { FILE } from "./file-ref";
import { readOffer } from "./read-offer";
import { receiptLines } from "./receipt-lines";
import { requireNotStopped, whatIsStopped } from "./what-is-stopped";

/** A file for sale, as the money core knows it: buyers who pay its terms may download a version. */
export const fileProduct: Product = {
  kind: FILE,
  repeatKey: ({ productId }, who) => `${FILE}:${productId}:${who}`,
  findOffer: readOffer,
  async isDeliverable(offerId) {
    const terms = await prepared(db()).terms.findFirst({ id: offerId });
    const version = terms && (await prepared(db()).fileVersion.findFirst({ id: terms.versionId }));
    if (version?.bundled) return areStored(await readMembers(db(), version.id));
    return version ? (await storage().size(version.storageKey)) === Number(version.size) : false;
  },
  receiptLines,
  // Any number of buyers may have a file.
  async onReserved(tx, { productId, offerId }, { mayRefuse }) {
    if (!mayRefuse) return;
    await requireNotStopped(tx, productId);
    const terms = await prepared(tx).terms.findFirst({ id: offerId });
    if (terms) await requireNoStop(tx, terms.versionId);
  },
  async onReleased() {},
  async stillGives(tx, { id }, now) {
    return (await findLiveGrantOfOrder(tx, id, now)) !== null;
  },
  async isSecretTaken(tx, tokenHash) {
    return (await prepared(tx).entitlement.findFirst({ tokenHash })) !== null;
  },
  async onSettled(tx, order, { opensBySecret, now }) {
    // The buyer gets the version that was shown, even if the seller has replaced it in the meantime.
    const terms = await prepared(tx).terms.findFirst({ id: order.offerId });
    if (!terms) throw new Error(`The terms ${order.offerId} of order ${order.id} are gone.`);
    const { versionId, downloadDays } = terms;
    const until = downloadDays === null ? null : new Date(now.getTime() + downloadDays * DAY);
    // The operator stopped the sale while the payment was under way: rule 12.
    const stop = await readStop(tx, versionId);
    const isHeld = (await whatIsStopped(tx, order.productId)) !== null || (stop !== null && isByOperator(stop));
    if (isHeld) await markRefundDue(tx, [order.id], now);
    await createPaidGrant(tx, order, { opensByToken: opensBySecret, partId: versionId, until, isHeld, now });
    await countSale(tx, order, 1);
    await notify(tx, { kind: "sold", orderId: order.id }, now);
  },
  async findReferred(tx, orderIds) {
    const given = await tx.entitlement.findMany({ where: { orderId: { in: orderIds } }, select: { orderId: true } });
    return given.flatMap(({ orderId }) => orderId ?? []);
  },
  onReorganised: (tx, order, by) => countSale(tx, order, by),
  async onRefunded(tx, order, refund) {
    const { endsEntitlement, now } = refund;
    await countRefund(tx, order, refund);
    await notify(tx, { kind: "refund-confirmed", orderId: order.id }, now);
    if (!endsEntitlement) return;
    await tx.entitlement.updateMany({ where: { orderId: order.id, revokedAt: null }, data: { revokedAt: now } });
  },
};
