import "server-only";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import type { Value } from "@/lib/db/statements";
import type { Sums } from "./daily-sales";

/** Days as "2026-11-30", both included; null for no end. */
export type Span = { from: string | null; to: string };

type Day = Sums & { day: string };

/** The days of a seller on which something was seen or sold, the oldest first. */
export async function readDays(sellerId: string, { from, to }: Span): Promise<Day[]> {
  const day = { ...(from !== null && { gte: from }), lte: to };
  return db().dailySales.findMany({ where: { id: sellerId, day }, orderBy: { day: "asc" } });
}

/** The first day on which views of a seller's files were counted by day; null if there is none. */
export async function readFirstViewed(sellerId: string): Promise<string | null> {
  const seen = [{ views: { gt: 0 } }, { priceChecks: { gt: 0 } }];
  const row = await db().dailySales.findFirst({ where: { id: sellerId, OR: seen }, orderBy: { day: "asc" } });
  return row?.day ?? null;
}

/**
 * A seller's files that brought the most in a span of time, without what was paid back then; among equals those that
 * were seen most.
 *
 * @param take how many at most
 */
export async function readTopFiles(
  sellerId: string,
  { from, to }: Span,
  take: number,
): Promise<(Sums & { id: string })[]> {
  const rows = await prepared(db()).all(TOP, [sellerId, from ?? "", to, sellerId, take], KINDS);
  return rows.map(toSums);
}

function toSums([id, views, priceChecks, sales, microUsd, refunds, refundMicroUsd]: Value[]): Sums & { id: string } {
  return {
    id: String(id),
    views: Number(views),
    priceChecks: Number(priceChecks),
    sales: Number(sales),
    microUsd: microUsd as bigint,
    refunds: Number(refunds),
    refundMicroUsd: refundMicroUsd as bigint,
  };
}

const KINDS = ["String", "Int", "Int", "Int", "BigInt", "Int", "BigInt"] as const;

const TOP = `
  SELECT "id", SUM("views"), SUM("priceChecks"), SUM("sales"), SUM("microUsd"), SUM("refunds"), SUM("refundMicroUsd")
  FROM "DailySales" WHERE "sellerId" = ? AND "day" >= ? AND "day" <= ? AND "id" <> ?
  GROUP BY "id"
  ORDER BY SUM("microUsd") - SUM("refundMicroUsd") DESC, SUM("sales") DESC, SUM("views") DESC, "id" LIMIT ?`;
