import "server-only";
import { dayOf } from "@/lib/day";
import { readDays } from "@/lib/earnings/read-daily-sales";
import { formatUsd } from "@/lib/money";
import type { Months } from "./schema";

/** The months (UTC) in which a seller sold or refunded something, the newest first. */
export async function readMonths(sellerId: string, now: Date): Promise<Months> {
  const months = new Map<string, { sales: number; microUsd: bigint }>();
  for (const { day, sales, microUsd, refunds, refundMicroUsd } of await readDays(sellerId, {
    from: null,
    to: dayOf(now),
  })) {
    if (sales === 0 && refunds === 0) continue;
    const month = day.slice(0, 7);
    const before = months.get(month) ?? { sales: 0, microUsd: 0n };
    months.set(month, { sales: before.sales + sales, microUsd: before.microUsd + microUsd - refundMicroUsd });
  }
  const all = [...months].map(([month, sums]) => ({ month, sales: sums.sales, kept: formatNet(sums.microUsd) }));
  return { months: all.reverse() };
}

/** A month of refunds only is below zero. */
function formatNet(microUsd: bigint): string {
  return microUsd < 0n ? `-${formatUsd(-microUsd)}` : formatUsd(microUsd);
}
