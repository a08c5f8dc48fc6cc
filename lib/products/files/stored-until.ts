import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { fileRef } from "./file-ref";
import type { FileForSale } from "./find-file";
import { CLOSED_TERMS_PAYABLE } from "./payable-terms";
import { STORED_AFTER_SALE_DAYS } from "./schema";

type Stored = Pick<FileForSale, "removedAt" | "onSaleUntil" | "version">;

/**
 * Until when at least the current bytes of a file are kept: 30 days after the end of the sale, so that the seller may
 * extend it; and never less than the last buyer's download period. A payment whose outcome is unknown keeps them
 * longer. For bytes that are gone, when they were deleted.
 *
 * @param lastDownloadUntil of the live grants that open the current version
 */
export function storedUntil({ removedAt, onSaleUntil, version }: Stored, lastDownloadUntil: Date | null): Date {
  if (version.bytesGoneAt) return version.bytesGoneAt;
  const forSale = removedAt ? removedAt.getTime() + CLOSED_TERMS_PAYABLE : onSaleUntil.getTime() + storedAfterSale;
  return new Date(Math.max(forSale, lastDownloadUntil?.getTime() ?? 0));
}

/** Milliseconds. */
export const storedAfterSale = STORED_AFTER_SALE_DAYS * DAY;

/** When the last live grant ends that opens this version, or null when there is none. */
export async function readLastDownloadUntil(
  fileId: string,
  version: FileForSale["version"],
  now: Date,
): Promise<Date | null> {
  const opened = version.newVersionFor === "all-buyers" ? fileRef(fileId) : { partId: version.id };
  const last = await db().entitlement.findFirst({
    where: { ...opened, revokedAt: null, until: { gt: now } },
    orderBy: { until: "desc" },
    select: { until: true },
  });
  return last?.until ?? null;
}
