import "server-only";
import { DAY } from "@/lib/clock";
import { toComplaints } from "@/lib/complaints/list-complaints";
import { db } from "@/lib/db/client";
import { unwrittenDownloads } from "@/lib/entitlements/downloads";
import { AppError } from "@/lib/errors";
import { FILE } from "@/lib/products/files/file-ref";
import { readSales } from "@/lib/sellers/sales/find-sales";
import type { SaleAccess, SaleDetails } from "./schema";

/** States of a sale's transfer in which its seller sees it. */
const SEEN = ["settled", "settling", "unknown", "reverted"];
/** As many as a buyer may write about one payment. */
const COMPLAINTS_SHOWN = 20;

/**
 * Everything that the seller may know about one sale.
 *
 * @throws AppError `payment_not_found` for one of another seller, and one that has never been sent;
 *   `sign_in_required` when the session's seller no longer exists
 */
export async function readSale(sellerId: string, paymentId: string, now: Date): Promise<SaleDetails> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  const order = await db().order.findFirst({ where: { id: paymentId, sellerId, productKind: FILE } });
  const transfer = order && (await db().transfer.findFirst({ where: { id: order.id, state: { in: SEEN } } }));
  const [sale] = transfer ? await readSales(seller, [paymentId]) : [];
  if (!sale || !transfer) throw new AppError("payment_not_found");
  const [terms, access, complaints] = await Promise.all([
    db().terms.findUniqueOrThrow({
      where: { id: order.offerId },
      include: { version: true, file: { include: { versions: { orderBy: { number: "desc" }, take: 1 } } } },
    }),
    readAccess(order.id, now),
    db().complaint.findMany({
      where: { orderId: order.id },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: COMPLAINTS_SHOWN,
    }),
  ]);
  const { version, file, downloadDays } = terms;
  return {
    ...sale,
    presentedAt: order.createdAt.toISOString(),
    settledAt: transfer.settledAt?.toISOString() ?? null,
    blockTime: transfer.blockTime?.toISOString() ?? null,
    version: version.number,
    versionName: version.name,
    newestVersion: file.versions[0]?.number ?? version.number,
    isFileRemoved: file.removedAt !== null,
    downloadDays,
    withdrawalWaivedAt: order.withdrawalWaivedAt?.toISOString() ?? null,
    access,
    complaints: await toComplaints(complaints),
  };
}

/** Null while nothing was given. */
async function readAccess(orderId: string, now: Date): Promise<SaleAccess | null> {
  const grants = await db().entitlement.findMany({ where: { orderId }, orderBy: { createdAt: "desc" } });
  const [grant] = grants;
  if (!grant) return null;
  const [sent, traffic] = await Promise.all([
    db().fileVersion.findFirst({ where: { id: grant.sentPartId ?? "" }, select: { number: true } }),
    db().traffic.findUnique({ where: { entitlementId: orderId } }),
  ]);
  const isRecent = traffic !== null && traffic.since.getTime() + DAY > now.getTime();
  return {
    state: stateOf(grant, now),
    until: (grant.heldAt ? grant.heldUntil : grant.until)?.toISOString() ?? null,
    downloads: grants.reduce((sum, { id, downloads }) => sum + downloads + unwrittenDownloads(id), 0),
    sentVersion: sent?.number ?? null,
    recentSince: isRecent && traffic.sent + traffic.handed > 0n ? traffic.since.toISOString() : null,
  };
}

type Grant = { revokedAt: Date | null; heldAt: Date | null; until: Date | null };

function stateOf({ revokedAt, heldAt, until }: Grant, now: Date): SaleAccess["state"] {
  if (revokedAt) return "revoked";
  if (heldAt) return "held";
  return until !== null && until <= now ? "ended" : "open";
}
