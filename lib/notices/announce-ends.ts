import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { notify } from "@/lib/outbox/notify";
import { FILE } from "@/lib/products/files/file-ref";
import { coveredDays, coveredSale } from "@/lib/products/files/file-state";
import { storedAfterSale } from "@/lib/products/files/stored-until";

/** Days before an end on which its seller is told. */
const SELLERS_DAYS = [7, 1] as const;
/** Days before the end of a download on which its buyer is told. */
const BUYERS_DAYS = 3;

/**
 * A job: announces ends that are near, to sellers and to buyers who left an address. A notice names the end, so it is written once,
 * and again for another end. Something that never had so many days left is not announced: its owner chose it.
 */
export async function announceEnds(now: Date): Promise<void> {
  for (const days of SELLERS_DAYS) {
    await announceSales(days, now);
    await announceStorage(days, now);
    await announcePaidStorage(days, now);
  }
  await announceDownloads(now);
}

/** From so many days before the end until half a day later: the job may have been down. */
function window(now: Date, days: number) {
  return { gt: new Date(now.getTime() + (days - 0.5) * DAY), lte: new Date(now.getTime() + days * DAY) };
}

/** What the operator has stopped cannot be prolonged, and is kept. */
const notStopped = { suspendedAt: null, withheldAt: null, seller: { suspendedAt: null } };

async function announceSales(days: 7 | 1, now: Date): Promise<void> {
  const onSale = { removedAt: null, paused: false, ...notStopped };
  const ends = window(now, days);
  const dated = await db().file.findMany({ where: { ...onSale, onSaleUntil: ends } });
  for (const { id: fileId, onSaleUntil: until, createdAt } of dated) {
    if (until) await announceSale({ fileId, until, createdAt }, days, now);
  }
  // Sales that last as long as their storage is paid for end by the days of their terms.
  const paid = { ...onSale, onSaleUntil: null, keptUntil: { gt: now } };
  const terms = await db().terms.groupBy({ by: ["downloadDays"], where: { until: null, file: paid } });
  for (const { downloadDays } of terms) {
    const later = (date: Date) => new Date(date.getTime() + coveredDays(downloadDays) * DAY);
    const keptUntil = { gt: later(ends.gt), lte: later(ends.lte) };
    const where = { ...paid, keptUntil, terms: { some: { until: null, downloadDays } } };
    for (const { id: fileId, keptUntil: kept, createdAt } of await db().file.findMany({ where })) {
      if (kept) await announceSale({ fileId, until: coveredSale(kept, downloadDays), createdAt }, days, now);
    }
  }
}

type EndingSale = { fileId: string; until: Date; createdAt: Date };

async function announceSale({ fileId, until, createdAt }: EndingSale, days: 7 | 1, now: Date): Promise<void> {
  if (createdAt.getTime() > until.getTime() - days * DAY) return;
  await notify(db(), { kind: "sale-ends", fileId, days, until }, now);
}

/** Bytes are kept for some time after the sale, unless their storage is paid for. */
async function announceStorage(days: 7 | 1, now: Date): Promise<void> {
  const ofSale = window(new Date(now.getTime() - storedAfterSale), days);
  const where = { removedAt: null, bytesGone: false, ...notStopped, keptUntil: null, onSaleUntil: ofSale };
  for (const { id: fileId, onSaleUntil } of await db().file.findMany({ where })) {
    if (!onSaleUntil) continue;
    const until = new Date(onSaleUntil.getTime() + storedAfterSale);
    await notify(db(), { kind: "storage-ends", fileId, days, until }, now);
  }
}

/** Of what the operator has stopped no time runs: its storage ends later. */
async function announcePaidStorage(days: 7 | 1, now: Date): Promise<void> {
  const where = { removedAt: null, bytesGone: false, ...notStopped, keptUntil: window(now, days) };
  for (const file of await db().file.findMany({ where })) {
    const { id: fileId, keptUntil: until, createdAt } = file;
    if (!until || createdAt.getTime() > until.getTime() - days * DAY) continue;
    await notify(db(), { kind: "storage-ends", fileId, days, until }, now);
  }
}

async function announceDownloads(now: Date): Promise<void> {
  const addresses = await db().buyerAddress.findMany({ where: { confirmedAt: { not: null }, stoppedAt: null } });
  if (addresses.length === 0) return;
  const until = window(now, BUYERS_DAYS);
  const grants = await db().entitlement.findMany({
    where: { productKind: FILE, revokedAt: null, until, orderId: { in: addresses.map(({ orderId }) => orderId) } },
    orderBy: { createdAt: "asc" },
    distinct: ["orderId"],
  });
  for (const { id: entitlementId, until: end } of grants) {
    if (end) await notify(db(), { kind: "download-ends", entitlementId, until: end }, now);
  }
}
