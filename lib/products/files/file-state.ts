import "server-only";
import { DAY } from "@/lib/clock";
import { findStop, isByOperator } from "@/lib/products/bundles/member-stop";
import type { BundleMember } from "@/lib/products/bundles/read-members";
import { DOWNLOAD_DAYS, type FileState, type StorageEnding } from "./schema";

/** The facts that decide when a sale ends. */
export type SaleEnd = {
  /** Null: without an end, or where storage is paid for, as long as its last buyer is covered. */
  onSaleUntil: Date | null;
  /** Until when its storage is paid for; null if nobody pays. */
  keptUntil: Date | null;
  /** The current ones. */
  terms: { downloadDays: number | null };
};

/** The facts that decide the state of a sale. */
export type SaleDates = SaleEnd & {
  removedAt: Date | null;
  suspendedAt: Date | null;
  withheldAt: Date | null;
  seller: { suspendedAt: Date | null };
  paused: boolean;
  /** What a bundle contains; null or absent for a file. */
  members?: readonly BundleMember[] | null;
};

/**
 * The state of a file's sale at `now`. Withheld outweighs removed, which outweighs suspended, then ended, then paused: the
 * result is the state that the seller can change least. A bundle that one of its files stops is suspended where the operator
 * did that, else ended.
 */
export function fileState(file: SaleDates, now: Date): FileState {
  if (file.withheldAt !== null) return "withheld";
  if (file.removedAt !== null) return "removed";
  if (file.suspendedAt !== null || file.seller.suspendedAt !== null) return "suspended";
  if (hasEnded(file, now)) return "ended";
  const stop = findStop(file.members ?? []);
  if (stop) return isByOperator(stop) ? "suspended" : "ended";
  return file.paused ? "paused" : "on-sale";
}

/** True when the sale has ended. */
export function hasEnded(file: SaleEnd, now: Date): boolean {
  const end = saleEndsAt(file);
  return end !== null && end <= now;
}

/**
 * When the sale ends: on its date. Without one, where storage is paid for, early enough for its last buyer (rule 11); else
 * never, which is null.
 */
export function saleEndsAt({ onSaleUntil, keptUntil, terms }: SaleEnd): Date | null {
  if (onSaleUntil !== null || keptUntil === null) return onSaleUntil;
  return coveredSale(keptUntil, terms.downloadDays);
}

/** How long a sale may last whose buyers may download for so many days. Without an end, each still gets the least number. */
export function coveredSale(keptUntil: Date, downloadDays: number | null): Date {
  return new Date(keptUntil.getTime() - coveredDays(downloadDays) * DAY);
}

/** For how many days after the last sale the bytes are needed at least. */
export function coveredDays(downloadDays: number | null): number {
  return downloadDays ?? DOWNLOAD_DAYS;
}

/** The facts that tell what the operator did to a file's storage. */
type StorageEnds = { storageEndsAt: Date | null; removedAt: Date | null; version: { bytesGoneAt: Date | null } };

/**
 * Whether the operator ends a file's storage, or has recorded that its bytes are lost; null if neither. A loss ends storage and
 * sale at one moment (`recordLoss`), and of a file that was deleted before, the bytes.
 */
export function storageEnding({ storageEndsAt: at, removedAt, version }: StorageEnds): StorageEnding | null {
  if (at === null) return null;
  const isLost = [removedAt, version.bytesGoneAt].some((date) => date?.getTime() === at.getTime());
  return { why: isLost ? "lost" : "ended", at: at.toISOString() };
}
