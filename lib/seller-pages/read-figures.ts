import "server-only";
import { DAY } from "@/lib/clock";
import { dayOf } from "@/lib/day";
import { db } from "@/lib/db/client";
import { addSums, noSums, type Sums } from "@/lib/earnings/daily-sales";
import { readDays, readFirstViewed, readTopFiles } from "@/lib/earnings/read-daily-sales";
import { formatUsd } from "@/lib/money";
import { readSeen } from "@/lib/products/files/read-seen";
import type { Period } from "./periods";
import type { Figures, PeriodFigures } from "./schema";

/** Files among the best ones. */
const TOP_FILES = 10;
const days: Record<Exclude<Period, "12m" | "all">, number> = { "7d": 7, "30d": 30, "90d": 90 };

/** A seller's money, sales and views of a period, by day or by month. What it reads does not depend on the number of sales. */
export async function readFigures(sellerId: string, period: Period, now: Date): Promise<PeriodFigures> {
  const today = dayOf(now);
  const begin = beginOf(period, now);
  const [rows, viewsSince, top] = await Promise.all([
    readDays(sellerId, { from: begin, to: today }),
    readFirstViewed(sellerId),
    readTopFiles(sellerId, { from: begin, to: today }, TOP_FILES),
  ]);
  const from = begin ?? rows[0]?.day ?? today;
  const unit = period === "12m" || period === "all" ? "month" : "day";
  const parts = unit === "month" ? monthsBetween(from, today) : daysBetween(from, today);
  const byPart = new Map<string, Sums>();
  for (const row of rows) {
    const part = unit === "month" ? monthOf(row.day) : row.day;
    byPart.set(part, addSums(byPart.get(part) ?? noSums, row));
  }
  const total = rows.reduce<Sums>(addSums, noSums);
  // What was seen before days were counted is in the files' own counters only.
  const seen = period === "all" ? await readSeen({ sellerId }) : null;
  return {
    period,
    from,
    to: today,
    total: toFigures({ ...total, ...(seen && atLeast(total, seen)) }),
    unit,
    parts: parts.map((part) => ({ from: part, ...toFigures(byPart.get(part) ?? noSums) })),
    top: await withTitles(top, period),
    viewsSince,
  };
}

type Seen = Pick<Sums, "views" | "priceChecks">;

/** The counters of files that were deleted for good are gone; their days may still be there. */
function atLeast(total: Seen, seen: Seen): Seen {
  return {
    views: Math.max(total.views, seen.views),
    priceChecks: Math.max(total.priceChecks, seen.priceChecks),
  };
}

async function withTitles(top: (Sums & { id: string })[], period: Period): Promise<PeriodFigures["top"]> {
  const files = await db().file.findMany({
    where: { id: { in: top.map(({ id }) => id) } },
    select: { id: true, title: true, removedAt: true, views: true, priceChecks: true },
  });
  const byId = new Map(files.map((file) => [file.id, file]));
  return top.flatMap(({ id, ...sums }) => {
    const file = byId.get(id);
    if (!file) return [];
    const figures = toFigures(period === "all" ? { ...sums, ...atLeast(sums, file) } : sums);
    return [{ fileId: id, title: file.title, isRemoved: file.removedAt !== null, ...figures }];
  });
}

function toFigures({ views, priceChecks, sales, microUsd, refunds, refundMicroUsd }: Sums): Figures {
  const money = { received: formatUsd(microUsd), refunded: formatUsd(refundMicroUsd) };
  return { views, priceChecks, sales, refunds, ...money };
}

/** Null for no beginning. */
function beginOf(period: Period, now: Date): string | null {
  if (period === "all") return null;
  if (period === "12m") return dayOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11, 1)));
  return dayOf(new Date(now.getTime() - (days[period] - 1) * DAY));
}

const monthOf = (day: string) => `${day.slice(0, 7)}-01`;

function daysBetween(from: string, to: string): string[] {
  const found: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY) found.push(dayOf(new Date(at)));
  return found;
}

function monthsBetween(from: string, to: string): string[] {
  const found: string[] = [];
  const [year = 0, month = 1] = from.split("-").map(Number);
  for (let at = 0; ; at += 1) {
    const part = dayOf(new Date(Date.UTC(year, month - 1 + at, 1)));
    if (part > to) return found;
    found.push(part);
  }
}
