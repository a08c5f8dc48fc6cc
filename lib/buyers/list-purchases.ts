import "server-only";
import { db } from "@/lib/db/client";
import type { GrantRow } from "@/lib/entitlements/grant";
import { formatUsd } from "@/lib/money";
import { findNetworkByCaip2 } from "@/lib/payment-methods/evm/chain/find-network";
import { type PaymentRow, paymentState } from "@/lib/payments/rows";
import { isUnresolved } from "@/lib/payments/states";
import type { FileFacts } from "@/lib/previews/facts/schema";
import { readFacts } from "@/lib/previews/read-facts";
import { chooseVersion } from "@/lib/products/files/access/choose-version";
import { fileState } from "@/lib/products/files/file-state";
import { fileUrl } from "@/lib/products/files/file-url";
import { findFile } from "@/lib/products/files/find-file";
import { mayExtend } from "@/lib/products/files/may-extend";
import { publicPreview } from "@/lib/products/files/public-preview";
import { readSold, type Sold } from "@/lib/products/files/sold-terms";
import { readLastDownload } from "@/lib/products/files/stored-until";
import type { RefundPolicy } from "@/lib/refunds/schema";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { findOwnPayment, paidBy } from "./own-payment";
import type { Purchase, PurchaseList } from "./schema";

/** The most purchases in one response. */
const PURCHASES_SHOWN = 25;

/** What a buyer sees: money that left, may still leave, or came back. Failed payments charged nothing and are not shown. */
const shownStates = ["open", "paid", "reverted", "refunded"];

/**
 * What a wallet bought here, the newest first, including deleted files.
 *
 * @param before the payment that was shown last: returns the older ones
 * @throws AppError `payment_not_found` when that is none of the buyer's own
 */
export async function listPurchases(buyer: BuyerSession, now: Date, before?: string): Promise<PurchaseList> {
  const last = before === undefined ? null : (await findOwnPayment(buyer, before)).order;
  const older = { OR: [{ createdAt: { lt: last?.createdAt } }, { createdAt: last?.createdAt, id: { lt: last?.id } }] };
  const orders = await db().order.findMany({
    where: { ...paidBy(buyer), state: { in: shownStates }, ...(last ? older : {}) },
    include: { transfers: { where: { direction: "sale" } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: PURCHASES_SHOWN + 1,
  });
  const shown = orders.slice(0, PURCHASES_SHOWN);
  const soldOf = await readSold(shown.map(({ offerId }) => offerId));
  const ofShown = { orderId: { in: shown.map(({ id }) => id) } };
  const [factsOf, grants, answered] = await Promise.all([
    readFacts(shown.map(({ offerId }) => soldOf(offerId).version.id)),
    db().entitlement.findMany({ where: ofShown }),
    db().complaint.findMany({ where: { ...ofShown, reply: { not: null } }, select: { orderId: true } }),
  ]);
  const rows = shown.flatMap(({ transfers: [transfer], ...order }) =>
    transfer
      ? [
          {
            ...transfer,
            order,
            sold: soldOf(order.offerId),
            facts: factsOf(soldOf(order.offerId).version.id),
            grants: grants.filter(({ orderId }) => orderId === order.id),
            hasAnswer: answered.some(({ orderId }) => orderId === order.id),
          },
        ]
      : [],
  );
  return {
    ...buyer,
    purchases: await Promise.all(rows.map((row) => toPurchase(row, now))),
    older: orders.length > PURCHASES_SHOWN,
  };
}

type Row = PaymentRow & { sold: Sold; facts: FileFacts | null; grants: GrantRow[]; hasAnswer: boolean };

async function toPurchase(row: Row, now: Date): Promise<Purchase> {
  const { order, sold } = row;
  const { version } = sold;
  const network = findNetworkByCaip2(row.network);
  const state = paymentState(row);
  const pending = isUnresolved(state);
  const standing = row.grants.filter(({ revokedAt }) => revokedAt === null);
  const longest = standing.reduce(
    (one: GrantRow | null, other) => (one && lasts(one) >= lasts(other) ? one : other),
    null,
  );
  const access = pending ? "waiting" : await accessBy(row, longest, now);
  return {
    paymentId: row.id,
    fileId: order.productId,
    fileUrl: fileUrl(order.productId),
    title: sold.file.title,
    name: version.name,
    mediaType: version.mediaType,
    codecs: version.codecs === "" ? [] : version.codecs.split(","),
    facts: sold.file.withheldAt === null ? row.facts : null,
    size: Number(version.size),
    version: version.number,
    price: formatUsd(order.priceMicroUsd),
    network: row.network,
    networkName: network?.name ?? row.network,
    at: (row.settledAt ?? row.createdAt).toISOString(),
    state,
    pending,
    access,
    downloadUntil: longest?.until?.toISOString() ?? null,
    keptUntil: (longest?.until === null && sold.file.keptUntil?.toISOString()) || null,
    ...(await whatElse(order.productId, access, now)),
    refundPolicy: sold.refundPolicy as RefundPolicy | null,
    refundNote: sold.refundNote,
    hasAnswer: row.hasAnswer,
    receipt: ["settled", "refunded"].includes(state) && row.transaction !== null && network !== undefined,
  };
}

/** The file's picture, and what else a buyer may do about the file: keep it longer, or buy it again. */
async function whatElse(fileId: string, access: Purchase["access"], now: Date) {
  const file = await findFile(fileId, now);
  if (!file) return { preview: null, fileKeptUntil: null, mayExtend: false, mayBuyAgain: false };
  return {
    preview: await publicPreview(file),
    fileKeptUntil: file.keptUntil?.toISOString() ?? null,
    mayExtend: mayExtend(file, await readLastDownload(file, now), "anybody", now),
    mayBuyAgain: access === "ended" && fileState(file, now) === "on-sale",
  };
}

function lasts({ until }: GrantRow): number {
  return until?.getTime() ?? Number.POSITIVE_INFINITY;
}

async function accessBy(row: Row, grant: GrantRow | null, now: Date): Promise<Purchase["access"]> {
  if (!grant) return "revoked";
  if (grant.heldAt !== null) return row.sold.file.withheldAt === null ? "refund-due" : "withheld";
  if (grant.until !== null && grant.until <= now) return "ended";
  // The purchased version may be gone while a later one that came with it is still there.
  if (row.sold.version.bytesGoneAt === null) return "open";
  const file = await findFile(row.order.productId, now);
  const opened = file ? await chooseVersion(file, { access: "paid", grant }, undefined) : null;
  return opened?.kind === "open" ? "open" : "gone";
}
