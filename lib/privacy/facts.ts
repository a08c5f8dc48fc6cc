import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";

/** What an export says of each row: everything about the person, without secrets, hashes of secrets and inner workings. */

type FileRow = Prisma.FileGetPayload<{ include: { terms: true; versions: true; gifts: true } }>;

export function fileFacts({ sellerId: _, bytesGone: __, terms, versions, gifts, ...file }: FileRow) {
  return {
    ...file,
    terms: terms.map(({ fileId: _, ...one }) => one),
    versions: versions.map(({ fileId: _, storageKey: __, ...one }) => one),
    gifts: gifts.map(({ id, label, createdAt, takenAt }) => ({ id, label, createdAt, takenAt })),
  };
}

type OrderRow = Prisma.OrderGetPayload<{ include: { transfers: true; events: true } }>;

export function orderFacts(order: OrderRow) {
  const { id, productId, offerId, priceMicroUsd, payer, state, createdAt, paidAt, withdrawalWaivedAt, refundDueAt } =
    order;
  return {
    paymentId: id,
    fileId: productId,
    termsId: offerId,
    ...{ priceMicroUsd, payer, state, createdAt, paidAt, withdrawalWaivedAt, refundDueAt },
    transfers: order.transfers.map(transferFacts),
    events: order.events.map(({ state, reason, at }) => ({ state, reason, at })),
  };
}

function transferFacts(transfer: OrderRow["transfers"][number]) {
  const { direction, network, asset, payer, payee, amount, state, reason, createdAt, settledAt } = transfer;
  const { transaction, blockTime } = transfer;
  return {
    ...{ direction, network, asset, payer, payee, amount, state, reason, createdAt, settledAt },
    ...{ transaction, blockTime },
  };
}

export function entitlementFacts(row: Prisma.EntitlementGetPayload<object>) {
  const { productId, partId, orderId, until, createdAt, revokedAt, downloads } = row;
  return { fileId: productId, versionId: partId, paymentId: orderId, until, createdAt, revokedAt, downloads };
}

export function decisionFacts({ by: _, ...decision }: Prisma.DecisionGetPayload<object>) {
  return decision;
}

export function complaintFacts(row: Prisma.ComplaintGetPayload<object>) {
  const { id, orderId, text, replyTo, createdAt, doneAt, reply, repliedAt } = row;
  return { id, paymentId: orderId, text, replyTo, sentAt: createdAt, doneAt, reply, repliedAt };
}
