import "server-only";
import { DAY } from "@/lib/clock";
import { dayOf } from "@/lib/day";
import { db, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";

/** Days (UTC) of files and sellers: what `DailySales` has. */

/** For how long a day is kept on which something was only looked at (ms). */
const VIEWS_KEPT = 400 * DAY;

/** How often something was seen and sold, and what that brought, in micro-USD. Refunds are those of this time, not of its sales. */
export type Sums = {
  views: number;
  priceChecks: number;
  sales: number;
  microUsd: bigint;
  refunds: number;
  refundMicroUsd: bigint;
};

export const noSums: Sums = { views: 0, priceChecks: 0, sales: 0, microUsd: 0n, refunds: 0, refundMicroUsd: 0n };

/** The sums of two spans of time, or of two files. */
export function addSums(one: Sums, other: Sums): Sums {
  return {
    views: one.views + other.views,
    priceChecks: one.priceChecks + other.priceChecks,
    sales: one.sales + other.sales,
    microUsd: one.microUsd + other.microUsd,
    refunds: one.refunds + other.refunds,
    refundMicroUsd: one.refundMicroUsd + other.refundMicroUsd,
  };
}

type Change = { day: string } & Partial<Omit<Sums, "views" | "priceChecks">>;

/** Adds to a day of a file and of its seller. */
export async function addToDay(tx: Tx, { id, sellerId }: { id: string; sellerId: string }, add: Change): Promise<void> {
  const { day, sales = 0, microUsd = 0n, refunds = 0, refundMicroUsd = 0n } = add;
  for (const one of [id, sellerId]) {
    await prepared(tx).run(ADD_MONEY, [one, day, sellerId, sales, microUsd, refunds, refundMicroUsd]);
  }
}

/** Adds views to today's day of a file and of its seller; nothing for a file that does not exist. */
export async function addViews(
  tx: Tx,
  fileId: string,
  { views, priceChecks, now }: { views: number; priceChecks: number; now: Date },
): Promise<void> {
  for (const sql of [ADD_TO_FILE, ADD_TO_SELLER]) {
    await prepared(tx).run(sql, [dayOf(now), views, priceChecks, fileId]);
  }
}

const MONEY = ["sales", "microUsd", "refunds", "refundMicroUsd"] as const;
const SEEN = ["views", "priceChecks"] as const;
const added = (columns: readonly string[]) =>
  columns.map((name) => `"${name}" = "DailySales"."${name}" + excluded."${name}"`).join(", ");

const ADD_MONEY = `
  INSERT INTO "DailySales" ("id", "day", "sellerId", "sales", "microUsd", "refunds", "refundMicroUsd", "views", "priceChecks")
  VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT ("id", "day") DO UPDATE SET ${added(MONEY)}`;

const addSeen = (id: string) => `
  INSERT INTO "DailySales" ("id", "day", "sellerId", "views", "priceChecks", "sales", "microUsd", "refunds", "refundMicroUsd")
  SELECT ${id}, ?, "creatorId", ?, ?, 0, 0, 0, 0 FROM "File" WHERE "id" = ?
  ON CONFLICT ("id", "day") DO UPDATE SET ${added(SEEN)}`;
const ADD_TO_FILE = addSeen('"id"');
const ADD_TO_SELLER = addSeen('"creatorId"');

/** A job: deletes days on which nothing was sold or refunded, 400 days later. So their number has an end: one a day for each file. */
export async function pruneDailySales(now: Date): Promise<void> {
  const day = { lt: dayOf(new Date(now.getTime() - VIEWS_KEPT)) };
  await db().dailySales.deleteMany({ where: { day, sales: 0, refunds: 0 } });
}
