import "server-only";
import { db } from "@/lib/db/client";
import { readTicket, ticketUrl } from "@/lib/entitlements/ticket";
import { AppError } from "@/lib/errors";
import { hashSecret } from "@/lib/ids";
import { findPayment } from "@/lib/payments/rows";
import { type AccessibleFile, type Credentials, findAccess } from "@/lib/products/files/access/find-access";
import { findFile } from "@/lib/products/files/find-file";
import { settings } from "@/lib/settings/settings";
import type { Receipt } from "@/lib/shop/schema";
import { makeReceipt } from "./make-receipt";

export type ShownReceipt = {
  receipt: Receipt;
  /** The receipt as JSON, valid for 15 minutes without a cookie. */
  jsonUrl: string;
};

/**
 * The receipt of one settled payment, for requests with access to it (claim token, cookie of the file, ticket) and for
 * the seller. Another buyer's access to the same file does not count.
 *
 * @throws AppError `payment_reverted` (409) when the chain no longer has the settlement; `payment_not_found` (404) for
 *   anybody else, so that it reveals nothing
 */
export async function showReceipt(paymentId: string, shown: Credentials, now: Date): Promise<ShownReceipt> {
  const payment = await findPayment(db(), paymentId);
  const file = payment ? await findFile(payment.order.productId, now) : null;
  const jsonTicket = payment && file ? await ticketFor(file, payment.id, shown, now) : null;
  if (payment?.order.state === "reverted" && jsonTicket !== null) throw new AppError("payment_reverted");
  const receipt = payment && jsonTicket !== null ? await makeReceipt(payment) : null;
  if (!receipt || jsonTicket === null) {
    throw new AppError("payment_not_found", { detail: "There is no such receipt, or you may not see it." });
  }
  return { receipt, jsonUrl: `${receiptUrl(paymentId)}?ticket=${encodeURIComponent(jsonTicket)}` };
}

/** A ticket if the request may see the receipt, else null. */
async function ticketFor(
  file: AccessibleFile,
  paymentId: string,
  shown: Credentials,
  now: Date,
): Promise<string | null> {
  const found = await findAccess(file, shown, now);
  const access = found.kind === "access" ? found : null;
  if (access?.grant?.orderId === paymentId) {
    return ticketOf(file.id, { kind: "grant", grantId: access.grant.id }, now);
  }
  const ended = await findGrantOfReceipt(file.id, paymentId, shown, now);
  if (ended) return ticketOf(file.id, { kind: "grant", grantId: ended.id }, now);
  const owner = access?.access === "owner" || shown.sellerId === file.sellerId;
  return owner ? ticketOf(file.id, { kind: "owner", sellerId: file.sellerId }, now) : null;
}

/** A buyer keeps the receipt even if a refund has ended the access. */
function findGrantOfReceipt(fileId: string, paymentId: string, shown: Credentials, now: Date) {
  const holder = shown.ticket ? readTicket(fileId, shown.ticket, now) : null;
  const keys = [
    ...(shown.claimToken ? [{ tokenHash: hashSecret(shown.claimToken) }] : []),
    ...(holder?.kind === "grant" ? [{ id: holder.grantId }] : []),
  ];
  if (keys.length === 0) return null;
  return db().entitlement.findFirst({ where: { orderId: paymentId, revokedAt: { not: null }, OR: keys } });
}

function ticketOf(...[fileId, holder, now]: Parameters<typeof ticketUrl>): string {
  return new URL(ticketUrl(fileId, holder, now)).searchParams.get("ticket") ?? "";
}

/** Where a payment's receipt is. */
function receiptUrl(paymentId: string): string {
  return `${settings().appUrl}/api/payments/${paymentId}/receipt`;
}
