import "server-only";
import { DAY } from "@/lib/clock";
import { type Db, db, type Tx } from "@/lib/db/client";
import { fileRef } from "./file-ref";
import type { FileForSale } from "./find-file";
import { CLOSED_TERMS_PAYABLE } from "./payable-terms";
import { STORED_AFTER_SALE_DAYS } from "./schema";

type Stored = Pick<FileForSale, "removedAt" | "onSaleUntil" | "keptUntil"> & {
  version: Pick<FileForSale["version"], "bytesGoneAt">;
};
type Opened = Pick<FileForSale, "id" | "keptUntil"> & { version: Pick<FileForSale["version"], "id" | "newVersionFor"> };

/** When the last of the live grants for something ends; null when there are none. `until` null: it has no end. */
export type LastDownload = { until: Date | null } | null;

/**
 * Until when at least the current bytes of a file are kept: as long as its storage is paid for, and for 30 days after the
 * date on which its sale ends, so that the seller may extend it; and never less than the last buyer's download period. A
 * payment whose outcome is unknown keeps them longer. For bytes that are gone, when they were deleted.
 *
 * @param lastDownload of the live grants that open the current version
 * @returns null when there is no end
 */
export function storedUntil(file: Stored, lastDownload: LastDownload): Date | null {
  const { removedAt, version } = file;
  if (version.bytesGoneAt) return version.bytesGoneAt;
  const forSale = removedAt ? after(removedAt, CLOSED_TERMS_PAYABLE) : storedForSale(file);
  if (lastDownload === null || forSale === null) return forSale;
  const { until } = lastDownload;
  if (until === null) return null;
  return latest(until, forSale);
}

/** The same without regard to buyers, for a file that is not removed. */
export function storedForSale({ onSaleUntil, keptUntil }: Pick<Stored, "onSaleUntil" | "keptUntil">): Date | null {
  const afterSale = onSaleUntil && after(onSaleUntil, storedAfterSale);
  return keptUntil && afterSale ? latest(keptUntil, afterSale) : (keptUntil ?? afterSale);
}

const latest = (one: Date, other: Date) => (one > other ? one : other);

const after = (date: Date, milliseconds: number) => new Date(date.getTime() + milliseconds);

/** Milliseconds. */
export const storedAfterSale = STORED_AFTER_SALE_DAYS * DAY;

/**
 * When the last of the live grants that open the current version ends. One without an end lasts as long as storage is paid
 * for, if it is.
 */
export async function readLastDownload(
  { id, version, keptUntil }: Opened,
  now: Date,
  client: Db | Tx = db(),
): Promise<LastDownload> {
  const opened = version.newVersionFor === "all-buyers" ? fileRef(id) : { partId: version.id };
  const live = { ...opened, revokedAt: null };
  const select = { until: true };
  // Two queries, each answered by one index entry, however many buyers there are.
  const endless = await client.entitlement.findFirst({ where: { ...live, until: null }, select });
  if (endless && keptUntil === null) return endless;
  const last = await client.entitlement.findFirst({
    where: { ...live, until: { gt: now } },
    orderBy: { until: "desc" },
    select,
  });
  const kept = endless && keptUntil && { until: keptUntil };
  return kept && last?.until && last.until > kept.until ? last : (kept ?? last);
}
