import "server-only";
import { setImmediate } from "node:timers/promises";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import type { Kind, Value } from "@/lib/db/statements";
import type { NewVersionFor } from "@/lib/products/files/schema";

/** What a list of files needs to know of each before it is known which of them are shown. */
export type ListedRow = {
  id: string;
  createdAt: Date;
  title: string;
  name: string;
  mediaType: string;
  paused: boolean;
  listed: boolean;
  onSaleUntil: Date | null;
  keptUntil: Date | null;
  suspendedAt: Date | null;
  withheldAt: Date | null;
  removedAt: null;
  storageEndsAt: Date | null;
  showing: string | null;
  views: number;
  terms: { priceMicroUsd: bigint; downloadDays: number | null };
  version: { id: string; bytesGoneAt: Date | null; newVersionFor: NewVersionFor };
  sales: number;
  microUsd: bigint;
  seller: { suspendedAt: Date | null };
};

/** A place among a seller's files, the newest first. */
export type Place = { createdAt: Date; id: string };

/** Rows read together: between them others have their turn. */
const CHUNK = 500;

/** With its sums, so that no sale is read. */
const ROWS = (from: string) => `
  SELECT "File"."id", "File"."createdAt", "File"."title", "FileVersion"."name", "FileVersion"."mediaType",
    "File"."paused", "File"."listed", "File"."onSaleUntil", "File"."keptUntil", "File"."suspendedAt",
    "File"."withheldAt", "File"."storageEndsAt", "File"."showing", "File"."views",
    "Terms"."priceMicroUsd", "Terms"."downloadDays", "FileVersion"."id", "FileVersion"."bytesGoneAt", "FileVersion"."opensTo",
    COALESCE("Earnings"."sales", 0), COALESCE("Earnings"."microUsd", 0)
  FROM "File"
  JOIN "Terms" ON "Terms"."fileId" = "File"."id" AND "Terms"."until" IS NULL
  JOIN "FileVersion" ON "FileVersion"."id" = "Terms"."versionId"
  LEFT JOIN "Earnings" ON "Earnings"."id" = "File"."id"
  WHERE "File"."creatorId" = ? AND "File"."removedAt" IS NULL ${from}
  ORDER BY "File"."createdAt" DESC, "File"."id" DESC LIMIT ?`;
const FIRST = ROWS("");
/** The next rows after a place. */
export const ROWS_AFTER = ROWS(`AND ("File"."createdAt", "File"."id") < (?, ?)`);

const kinds: Kind[] = [
  ...(["String", "DateTime", "String", "String", "String", "Boolean", "Boolean", "DateTime", "DateTime"] as const),
  ...(["DateTime", "DateTime", "DateTime", "String", "Int", "BigInt", "Int", "String", "DateTime", "String"] as const),
  ...(["Int", "BigInt"] as const),
];

/**
 * Reads a seller's files that were not deleted, the newest first, in portions.
 *
 * @param after where to begin; null for the newest
 * @param portion rows that are read together at first
 */
export async function* readListed(
  seller: { id: string; suspendedAt: Date | null },
  after: Place | null,
  portion = CHUNK,
): AsyncGenerator<ListedRow[]> {
  for (let [last, take] = [after, portion]; ; take = CHUNK) {
    const sql = last ? ROWS_AFTER : FIRST;
    const values = last ? [seller.id, last.createdAt, last.id, take] : [seller.id, take];
    const found = await prepared(db()).all(sql, values, kinds);
    const rows = found.map((columns) => toRow(columns, seller));
    yield rows;
    if (rows.length < take) return;
    last = rows.at(-1) ?? null;
    await setImmediate();
  }
}

function toRow(columns: Value[], { suspendedAt }: { suspendedAt: Date | null }): ListedRow {
  const [id, createdAt, title, name, mediaType, paused, listed, ...rest] = columns;
  const [onSaleUntil, keptUntil, suspended, withheldAt, storageEndsAt, showing, views, ...sold] = rest;
  const [priceMicroUsd, downloadDays, versionId, bytesGoneAt, newVersionFor, sales, microUsd] = sold;
  return {
    ...{ id, createdAt, title, name, mediaType, paused, listed, onSaleUntil, keptUntil, withheldAt, storageEndsAt },
    ...{ showing, views, sales, microUsd },
    suspendedAt: suspended,
    removedAt: null,
    terms: { priceMicroUsd, downloadDays },
    version: { id: versionId, bytesGoneAt, newVersionFor },
    seller: { suspendedAt },
  } as ListedRow;
}
