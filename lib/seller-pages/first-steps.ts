import "server-only";
import { db } from "@/lib/db/client";
import { readEarnings } from "@/lib/earnings/earnings";
import { AppError } from "@/lib/errors";
import { readSeen } from "@/lib/products/files/read-seen";
import type { ChangeFirstSteps, FirstSteps } from "./schema";

type Seller = { id: string; payoutCheckedAt: Date | null; firstStepsEndedAt: Date | null };

/** What a new seller has done; null once everything is, or the seller dismissed the list: it does not come back. */
export async function readFirstSteps(seller: Seller, now: Date): Promise<FirstSteps | null> {
  if (seller.firstStepsEndedAt) return null;
  const { id: sellerId } = seller;
  const [file, seen, earningsOf, sold, channel] = await Promise.all([
    db().file.findFirst({ where: { sellerId }, select: { id: true } }),
    readSeen({ sellerId }),
    readEarnings([sellerId]),
    db().order.findFirst({ where: { sellerId, state: "refunded" }, select: { id: true } }),
    db().sellerChannel.findFirst({
      where: { sellerId, stoppedAt: null, OR: [{ kind: { not: "email" } }, { confirmedAt: { not: null } }] },
      select: { id: true },
    }),
  ]);
  const steps = {
    file: file !== null,
    opened: seen.views > 0,
    sold: earningsOf(sellerId).sales > 0 || sold !== null,
    payoutChecked: seller.payoutCheckedAt !== null,
    channel: channel !== null,
  };
  if (Object.values(steps).includes(false)) return steps;
  await db().seller.updateMany({ where: { id: sellerId, firstStepsEndedAt: null }, data: { firstStepsEndedAt: now } });
  return null;
}

/**
 * Notes that the seller has checked the payout address, or wants to see the list no more. Safe to repeat.
 *
 * @throws AppError `sign_in_required` when the session's seller no longer exists
 */
export async function changeFirstSteps(
  sellerId: string,
  { payoutChecked, dismissed }: ChangeFirstSteps,
  now: Date,
): Promise<{ firstSteps: FirstSteps | null }> {
  const data = { ...(payoutChecked && { payoutCheckedAt: now }), ...(dismissed && { firstStepsEndedAt: now }) };
  await db().seller.updateMany({ where: { id: sellerId }, data });
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  return { firstSteps: await readFirstSteps(seller, now) };
}
