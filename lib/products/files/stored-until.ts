import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { fileRef } from "./file-ref";
import type { FileForSale } from "./find-file";
import { CLOSED_TERMS_PAYABLE } from "./payable-terms";
import { STORED_AFTER_SALE_DAYS } from "./schema";

type Stored = Pick<FileForSale, "removedAt" | "onSaleUntil" | "version">;

/** When the last of the live grants for something ends; null when there are none. `until` null: it has no end. */
export type LastDownload = { until: Date | null } | null;

/**
 * Until when at least the current bytes of a file are kept: 30 days after the end of the sale, so that the seller may
 * extend it; and never less than the last buyer's download period. A payment whose outcome is unknown keeps them
 * longer. For bytes that are gone, when they were deleted.
 *
 * @param lastDownload of the live grants that open the current version
 * @returns null when there is no end
 */
export function storedUntil({ removedAt, onSaleUntil, version }: Stored, lastDownload: LastDownload): Date | null {
  if (version.bytesGoneAt) return version.bytesGoneAt;
  const forSale = removedAt
    ? after(removedAt, CLOSED_TERMS_PAYABLE)
    : onSaleUntil && after(onSaleUntil, storedAfterSale);
  if (lastDownload === null || forSale === null) return forSale;
  const { until } = lastDownload;
  if (until === null) return null;
  return new Date(Math.max(until.getTime(), forSale.getTime()));
}

const after = (date: Date, milliseconds: number) => new Date(date.getTime() + milliseconds);

/** Milliseconds. */
export const storedAfterSale = STORED_AFTER_SALE_DAYS * DAY;

/** When the last of the live grants that open this version ends. */
export async function readLastDownload(
  fileId: string,
  version: FileForSale["version"],
  now: Date,
): Promise<LastDownload> {
  const opened = version.newVersionFor === "all-buyers" ? fileRef(fileId) : { partId: version.id };
  const live = { ...opened, revokedAt: null };
  const select = { until: true };
  // Two queries, each answered by one index entry, however many buyers there are.
  return (
    (await db().entitlement.findFirst({ where: { ...live, until: null }, select })) ??
    (await db().entitlement.findFirst({ where: { ...live, until: { gt: now } }, orderBy: { until: "desc" }, select }))
  );
}
