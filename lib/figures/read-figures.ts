import "server-only";
import { DAY } from "@/lib/clock";
import { dayOf } from "@/lib/day";
import { db } from "@/lib/db/client";
import { formatUsd } from "@/lib/money";
import type { DayFigures } from "./schema";

/** The last `days` days, the oldest first, today included. */
export async function readFigures(days: number, now: Date): Promise<DayFigures[]> {
  const all = Array.from({ length: days }, (_, back) => dayOf(new Date(now.getTime() - back * DAY))).reverse();
  const since = { day: { gte: all[0] ?? dayOf(now) } };
  const [figures, gas] = await Promise.all([
    db().dailyFigures.findMany({ where: since }),
    db().dailyGas.findMany({ where: since, orderBy: { chainId: "asc" } }),
  ]);
  const byDay = new Map(figures.map((row) => [row.day, row]));
  return all.map((day) => {
    const row = byDay.get(day);
    return {
      day,
      figures: row
        ? {
            sales: row.sales,
            received: formatUsd(row.microUsd),
            refunds: row.refunds,
            refunded: formatUsd(row.refundMicroUsd),
            storagePayments: row.storagePayments,
            storageReceived: formatUsd(row.storageMicroUsd),
            storageRefunds: row.storageRefunds,
            storageRefunded: formatUsd(row.storageRefundMicroUsd),
            sellers: row.sellers,
            files: row.files,
            storedBytes: Number(row.storedBytes),
            diskFree: Number(row.diskFree),
          }
        : null,
      gas: gas
        .filter((one) => one.day === day)
        .map(({ chainId, balance, transactions, spent, wasted }) => ({
          chainId,
          balance: balance?.toString() ?? null,
          transactions,
          spent: spent.toString(),
          wasted: wasted.toString(),
        })),
    };
  });
}
