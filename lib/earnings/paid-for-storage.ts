import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";

/** Shorter storage does not count: it would be a cheap way to use up what is kept for others. */
const SHORTEST_DAYS = 30;
/** Of a seller's files, so many are looked at, those that are kept longest: the time that it takes has an end. */
const FILES_LOOKED_AT = 200;

/**
 * What this server's operator has received for the storage of a seller's files that are still kept, in micro-USD: by the
 * seller or by anybody else, for 30 days or more at once, without what is owed back.
 */
export async function paidForStorage(client: Db | Tx, sellerId: string, now: Date): Promise<bigint> {
  const [[sum] = []] = await prepared(client).all(PAID, [sellerId, now, FILES_LOOKED_AT, SHORTEST_DAYS], ["BigInt"]);
  return (sum ?? 0n) as bigint;
}

const PAID = `
  SELECT SUM("Order"."priceMicroUsd" - COALESCE("StoragePurchase"."owedMicroUsd", 0))
  FROM (
    SELECT "id" FROM "File" WHERE "creatorId" = ? AND "keptUntil" > ? AND "removedAt" IS NULL
    ORDER BY "keptUntil" DESC LIMIT ?
  ) AS "Kept"
  JOIN "StoragePurchase" ON "StoragePurchase"."fileId" = "Kept"."id"
  JOIN "Order" ON "Order"."id" = "StoragePurchase"."orderId"
  WHERE "StoragePurchase"."state" = 'paid' AND "StoragePurchase"."days" >= ? AND "Order"."state" = 'paid'`;
