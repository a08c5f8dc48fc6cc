import "server-only";
import { db } from "@/lib/db/client";
import { findGrantById, findGrantByToken, type GrantRow } from "@/lib/entitlements/grant";
import { readTicket } from "@/lib/entitlements/ticket";
import { hashSecret } from "@/lib/ids";
import { findPayment, type PaymentRow, withOrder } from "@/lib/payments/rows";
import { UNRESOLVED } from "@/lib/payments/states";
import { fileState, type SaleDates } from "@/lib/products/files/file-state";

/** `gift`: by a gift link of the seller. */
export type Access = "paid" | "gift" | "owner" | "free";

/** A visitor's credentials, apart from a payment. */
export type Credentials = {
  /** From the `Claim-Token` header or the file's cookie. */
  claimToken: string | null;
  /** From the download URL. */
  ticket: string | null;
  /** The signed-in seller. */
  sellerId: string | null;
};

/** The part of the requested file that decides who may have it. */
export type AccessibleFile = SaleDates & { id: string; sellerId: string; terms: { priceMicroUsd: bigint } };

type FoundAccess =
  | { kind: "access"; access: Access; grant: GrantRow | null; payment: PaymentRow | null }
  /** The claim token belongs to a payment that is still in progress. */
  | { kind: "pending"; payment: PaymentRow }
  | { kind: "none" };

/**
 * Whether a visitor may have the bytes without paying (again): by claim token, ticket, owning the file, or because it
 * is free and on sale. Pause, end of sale and removal stop sales, not grants (rule 4a).
 */
export async function findAccess(file: AccessibleFile, shown: Credentials, now: Date): Promise<FoundAccess> {
  const grant = await findShownGrant(file, shown, now);
  if (grant) {
    const payment = grant.orderId ? await findPayment(db(), grant.orderId) : null;
    return { kind: "access", access: grant.orderId ? "paid" : "gift", grant, payment };
  }
  if (isOwner(file, shown, now)) return { kind: "access", access: "owner", grant: null, payment: null };
  if (file.terms.priceMicroUsd === 0n && fileState(file, now) === "on-sale") {
    return { kind: "access", access: "free", grant: null, payment: null };
  }
  if (shown.claimToken) {
    const payment = await findUnresolvedByToken(shown.claimToken);
    if (payment?.order.productId === file.id) return { kind: "pending", payment };
  }
  return { kind: "none" };
}

async function findShownGrant(file: AccessibleFile, shown: Credentials, now: Date): Promise<GrantRow | null> {
  if (shown.claimToken) {
    const grant = await findGrantByToken(shown.claimToken, now);
    if (grant?.productId === file.id) return grant;
  }
  const holder = shown.ticket ? readTicket(file.id, shown.ticket, now) : null;
  if (holder?.kind !== "grant") return null;
  const grant = await findGrantById(holder.grantId, now);
  return grant?.productId === file.id ? grant : null;
}

function isOwner(file: AccessibleFile, shown: Credentials, now: Date): boolean {
  if (shown.sellerId === file.sellerId) return true;
  const holder = shown.ticket ? readTicket(file.id, shown.ticket, now) : null;
  return holder?.kind === "owner" && holder.sellerId === file.sellerId;
}

/** The payment in progress with this claim token. */
export async function findUnresolvedByToken(claimToken: string): Promise<PaymentRow | null> {
  const order = { secretHash: hashSecret(claimToken) };
  return db().transfer.findFirst({
    where: { direction: "sale", state: { in: [...UNRESOLVED] }, order },
    include: withOrder,
  });
}
