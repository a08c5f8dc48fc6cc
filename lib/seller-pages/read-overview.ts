import "server-only";
import { getAddress } from "viem";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { readEarnings } from "@/lib/earnings/earnings";
import { AppError } from "@/lib/errors";
import { formatUsd } from "@/lib/money";
import { knownTrouble } from "@/lib/payment-methods/evm/chain/known-trouble";
import { fileUrl } from "@/lib/products/files/file-url";
import { mayMoveMoney } from "@/lib/restoration/may-move-money";
import { allSales, findSales } from "@/lib/sellers/sales/find-sales";
import type { LostFile } from "@/lib/sellers/schema";
import { settings } from "@/lib/settings/settings";
import { maySell } from "@/lib/sign-in/may-sell";
import { readFirstSteps } from "./first-steps";
import { readEnding } from "./read-ending";
import type { Overview } from "./schema";

/** For how long a seller reads that bytes were lost (ms). */
const LOSS_SHOWN = 90 * DAY;
/** Named at most: payments that are confirming, and lost files. */
const SHOWN = 20;

/**
 * What needs a seller's attention, and the money received in all. It costs the same however many files and sales there are.
 *
 * @throws AppError `sign_in_required` when the session's seller no longer exists
 */
export async function readOverview(sellerId: string, now: Date): Promise<Overview> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  const [earningsOf, confirming, due, files, lost, firstSteps] = await Promise.all([
    readEarnings([sellerId]),
    findSales(sellerId, { ...allSales, filter: "confirming" }),
    findSales(sellerId, { ...allSales, filter: "refund-due" }),
    readEnding(sellerId, now),
    readLost(sellerId, now),
    readFirstSteps(seller, now),
  ]);
  const total = earningsOf(sellerId);
  return {
    address: seller.address,
    maySell: maySell(seller.address),
    payTo: getAddress(seller.payTo),
    refusedOn: settings()
      .networks.filter((network) => knownTrouble(network, seller.payTo, now) === "payee_refused")
      .map(({ name }) => name),
    salesWaitFor: seller.payoutHeldAt !== null ? "payout" : (await mayMoveMoney()) ? null : "operator",
    received: formatUsd(total.microUsd),
    salesCount: total.sales,
    lost,
    sales: confirming.sales.slice(-SHOWN),
    refundsDue: due.sales.length,
    files,
    firstSteps,
  };
}

/** Their sale has ended, so that they are not shown as files. */
async function readLost(sellerId: string, now: Date): Promise<LostFile[]> {
  const since = new Date(now.getTime() - LOSS_SHOWN);
  const rows = await db().file.findMany({
    // A loss ends storage and sale at one moment (`recordLoss`).
    where: { sellerId, storageEndsAt: { gte: since }, removedAt: { equals: db().file.fields.storageEndsAt } },
    select: { id: true, title: true, storageEndsAt: true },
    orderBy: { storageEndsAt: "desc" },
    take: SHOWN,
  });
  return rows.flatMap(({ id, title, storageEndsAt: at }) =>
    at ? [{ id, title, url: fileUrl(id), at: at.toISOString() }] : [],
  );
}
