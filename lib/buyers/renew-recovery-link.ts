import "server-only";
import { DAY, SECOND } from "@/lib/clock";
import { type Db, db, type Tx } from "@/lib/db/client";
import { claimCookies, recoveryUrl } from "@/lib/entitlements/claim-token";
import { createSiblingGrant, findLiveGrantOfOrder, type GrantRow, requireNotHeld } from "@/lib/entitlements/grant";
import { AppError } from "@/lib/errors";
import { hashSecret, newId, newSecret } from "@/lib/ids";
import { journaled } from "@/lib/journal/journaled";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { findOwnPayment } from "./own-payment";
import type { RenewedLink } from "./schema";

/** New claim tokens for one purchase within a day. Each has its own byte budget, so their number must be limited. */
const KEYS_PER_DAY = 5;

type Options = {
  /** Ends every other claim token of the purchase: for a link that was leaked. */
  endOthers: boolean;
  now: Date;
};

/**
 * A new recovery link to something the buyer paid for, and this browser's cookies for it. The secret is only in this
 * response: the database has its hash, and the old ones cannot be shown again. The new claim token is made and the
 * others are disabled in one transaction, so that one always works. A download address of an old one ends within 15
 * minutes.
 *
 * @throws AppError `payment_not_found`, `access_ended`, `refund_due`, `too_many_requests` after {@link KEYS_PER_DAY} within a day
 */
export async function renewRecoveryLink(
  buyer: BuyerSession,
  paymentId: string,
  { endOthers, now }: Options,
): Promise<{ body: RenewedLink; cookies: string[] }> {
  const payment = await findOwnPayment(buyer, paymentId);
  const claimToken = newSecret();
  const entitlementId = newId();
  const renew = () =>
    db().$transaction(async (tx) => {
      const live = await findLiveGrantOfOrder(tx, payment.id, now);
      if (!live) throw new AppError("access_ended");
      requireNotHeld(live);
      await refuseTooMany(tx, payment.id, now);
      const made = await createSiblingGrant(tx, live, claimToken, now, entitlementId);
      if (endOthers) await shutOthers(tx, made);
      return made;
    });
  if (endOthers) await refuseTooMany(db(), payment.id, now);
  const ended = { kind: "links-ended", orderId: payment.id, entitlementId } as const;
  const grant = await (endOthers ? journaled(ended, now, renew) : renew());
  return {
    body: { recoveryUrl: recoveryUrl(claimToken) },
    cookies: claimCookies(payment.order.productId, claimToken, grant.until, now),
  };
}

/**
 * Removes the claim token from every other grant of the purchase. The grants stay: `revokedAt` would mean that the
 * seller ended the access.
 */
async function shutOthers(tx: Tx, { id, orderId }: GrantRow): Promise<void> {
  const others = await tx.entitlement.findMany({ where: { orderId, id: { not: id } }, select: { id: true } });
  for (const other of others) {
    await tx.entitlement.update({ where: { id: other.id }, data: { tokenHash: hashSecret(newSecret()) } });
  }
}

/** The first grant came with the payment and does not count. */
async function refuseTooMany(tx: Db | Tx, orderId: string, now: Date): Promise<void> {
  const all = await tx.entitlement.findMany({
    where: { orderId },
    orderBy: { createdAt: "desc" },
    take: KEYS_PER_DAY + 1,
  });
  const fifth = all.length > KEYS_PER_DAY ? all[KEYS_PER_DAY - 1] : undefined;
  const until = fifth ? fifth.createdAt.getTime() + DAY : 0;
  if (until <= now.getTime()) return;
  throw new AppError("too_many_requests", {
    detail: `A purchase gets ${KEYS_PER_DAY} new recovery links a day. The ones you have still work.`,
    headers: { "Retry-After": String(Math.ceil((until - now.getTime()) / SECOND)) },
  });
}
