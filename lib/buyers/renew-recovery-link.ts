import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { claimCookies, recoveryUrl } from "@/lib/entitlements/claim-token";
import { renewBudget } from "@/lib/entitlements/download-budget";
import {
  createSiblingGrant,
  endKeys,
  findKeys,
  findLiveGrantOfOrder,
  type GrantRow,
  requireNotHeld,
} from "@/lib/entitlements/grant";
import { AppError } from "@/lib/errors";
import { newId, newSecret } from "@/lib/ids";
import { journaled } from "@/lib/journal/journaled";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { findOwnPayment } from "./own-payment";
import type { RenewedLink } from "./schema";

/** Claim tokens of one purchase: more are no use to one buyer, and each is a way in. */
const MOST_KEYS = 20;

type Options = {
  /** Ends every other claim token of the purchase: for a link that was leaked. */
  endOthers: boolean;
  now: Date;
};

/**
 * A new recovery link to something the buyer paid for, and this browser's cookies for it. The secret is only in this
 * response: the database has its hash, and the old ones cannot be shown again. The new claim token is made and the
 * others end in one transaction, so that one always works. A download address of an old one ends within 15
 * minutes. The first time in a day that the others end, what strangers downloaded with them no longer counts.
 *
 * @throws AppError `payment_not_found`, `access_ended`, `refund_due`; `too_many_requests` if it has {@link MOST_KEYS}, unless the
 *   others end: a link that was leaked can always be ended
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
      if (endOthers) return makeOnly(tx, live, { claimToken, entitlementId, now });
      await refuseTooMany(tx, live);
      return createSiblingGrant(tx, live, claimToken, now, entitlementId);
    });
  const ended = { kind: "links-ended", orderId: payment.id, entitlementId } as const;
  const grant = await (endOthers ? journaled(ended, now, renew) : renew());
  return {
    body: { recoveryUrl: recoveryUrl(claimToken) },
    cookies: await claimCookies(payment.order.productId, claimToken, grant.until, now),
  };
}

type Made = { claimToken: string; entitlementId: string; now: Date };

/** Makes this the only claim token of the purchase. The other grants stay, since a restore recognizes by them what has ended. */
async function makeOnly(tx: Tx, live: GrantRow, { claimToken, entitlementId, now }: Made): Promise<GrantRow> {
  await endKeys(tx, live);
  if (live.orderId !== null) await renewBudget(tx, live.orderId, now);
  return createSiblingGrant(tx, live, claimToken, now, entitlementId);
}

async function refuseTooMany(tx: Tx, live: GrantRow): Promise<void> {
  if ((await findKeys(tx, live)).length < MOST_KEYS) return;
  throw new AppError("too_many_requests", {
    detail: `This purchase has ${MOST_KEYS} recovery links, which still work. End the others to get a new one.`,
  });
}
