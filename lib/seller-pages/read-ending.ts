import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import type { Value } from "@/lib/db/statements";
import { FILE } from "@/lib/products/files/file-ref";
import { readOwnFile } from "@/lib/products/files/own-file";
import type { OwnFile } from "@/lib/products/files/schema";
import { storedAfterSale } from "@/lib/products/files/stored-until";

/** So many files of each kind at most are named, those that end first. */
const SHOWN = 5;
/** How long before an end a seller hears of it (ms): of a sale, and of storage. */
const SOON = 3 * DAY;
const DELETED_SOON = 10 * DAY;

/** Files whose sale or storage ends soon, or that are deleted then: those that `needsAttention` chooses from. */
export async function readEnding(sellerId: string, now: Date): Promise<OwnFile[]> {
  const after = (ms: number) => new Date(now.getTime() + ms);
  const live = [FILE, after(DELETED_SOON)];
  const found = await Promise.all([
    find(`"onSaleUntil" >= ? AND "onSaleUntil" < ?`, [sellerId, now, after(SOON)]),
    find(`"keptUntil" IS NULL AND "onSaleUntil" < ? AND ${NOBODY_KEEPS}`, [
      sellerId,
      after(DELETED_SOON - storedAfterSale),
      ...live,
      FILE,
    ]),
    find(`"keptUntil" < ?`, [sellerId, after(DELETED_SOON)]),
    find(`"storageEndsAt" IS NOT NULL`, [sellerId]),
  ]);
  return Promise.all([...new Set(found.flat())].map((id) => readOwnFile(id, now)));
}

/** No buyer may download for longer than until a moment. */
const NOBODY_KEEPS = ["> ?", "IS NULL"]
  .map((until) => {
    const of = `"Entitlement"."productKind" = ? AND "Entitlement"."productId" = "File"."id" AND "revokedAt" IS NULL`;
    return `NOT EXISTS (SELECT 1 FROM "Entitlement" WHERE ${of} AND "until" ${until})`;
  })
  .join(" AND ");

async function find(where: string, values: Value[]): Promise<string[]> {
  const rows = await prepared(db()).all(
    `SELECT "id" FROM "File" WHERE "creatorId" = ? AND "removedAt" IS NULL AND "bytesGone" = FALSE AND ${where}
     ORDER BY COALESCE("keptUntil", "onSaleUntil"), "id" LIMIT ${SHOWN}`,
    values,
    ["String"],
  );
  return rows.map(([id]) => String(id));
}
