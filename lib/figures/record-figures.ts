import "server-only";
import { DAY } from "@/lib/clock";
import { boundsOf, dayOf } from "@/lib/day";
import { db } from "@/lib/db/client";
import { freeBytes } from "@/lib/disk";
import { settings } from "@/lib/settings/settings";
import { countRefunds, countSales } from "./count-money";
import { recordGas } from "./record-gas";

/**
 * A job: writes the figures of today. What was sold is counted again each time; storage, disk and balance are those of
 * the last run. The first run of a day also completes the day before: nobody has to be there at midnight.
 */
export async function recordFigures(now: Date): Promise<void> {
  const yesterday = dayOf(new Date(now.getTime() - DAY));
  const before = await db().dailyFigures.findUnique({ where: { day: yesterday } });
  if (before && before.measuredAt < boundsOf(yesterday).to) {
    await db().dailyFigures.update({
      where: { day: yesterday },
      data: { ...(await sold(yesterday)), measuredAt: now },
    });
    await recordGas(yesterday, false);
  }
  const today = dayOf(now);
  const figures = { ...(await sold(today)), ...(await whatThereIs()), measuredAt: now };
  await db().dailyFigures.upsert({ where: { day: today }, create: { day: today, ...figures }, update: figures });
  await recordGas(today, true);
}

async function sold(day: string) {
  const span = boundsOf(day);
  const [sales, refunds] = [await countSales(span), await countRefunds(span)];
  return {
    sales: sales.sellers.count,
    microUsd: sales.sellers.microUsd,
    refunds: refunds.sellers.count,
    refundMicroUsd: refunds.sellers.microUsd,
    storagePayments: sales.storage.count,
    storageMicroUsd: sales.storage.microUsd,
    storageRefunds: refunds.storage.count,
    storageRefundMicroUsd: refunds.storage.microUsd,
  };
}

async function whatThereIs() {
  const [sellers, files, stored, samples, diskFree] = await Promise.all([
    db().seller.count(),
    db().file.count({ where: { bytesGone: false } }),
    db().fileVersion.aggregate({ where: { bytesGoneAt: null, bundled: false }, _sum: { size: true } }),
    db().picture.aggregate({ where: { kind: "sample", state: "shown" }, _sum: { size: true } }),
    freeBytes(settings().dataDir),
  ]);
  return {
    sellers,
    files,
    storedBytes: (stored._sum.size ?? 0n) + BigInt(samples._sum.size ?? 0),
    diskFree: BigInt(diskFree),
  };
}
