import "server-only";
import type { FileState } from "./schema";

/** The facts that decide the state of a sale. */
export type SaleDates = {
  removedAt: Date | null;
  suspendedAt: Date | null;
  withheldAt: Date | null;
  seller: { suspendedAt: Date | null };
  /** Null: without an end. */
  onSaleUntil: Date | null;
  paused: boolean;
};

/**
 * The state of a file's sale at `now`. Withheld outweighs removed, which outweighs suspended, then ended, then paused: the
 * result is the state that the seller can change least.
 */
export function fileState(file: SaleDates, now: Date): FileState {
  if (file.withheldAt !== null) return "withheld";
  if (file.removedAt !== null) return "removed";
  if (file.suspendedAt !== null || file.seller.suspendedAt !== null) return "suspended";
  if (hasEnded(file, now)) return "ended";
  return file.paused ? "paused" : "on-sale";
}

/** True when the end date of the sale has passed. */
export function hasEnded({ onSaleUntil }: Pick<SaleDates, "onSaleUntil">, now: Date): boolean {
  return onSaleUntil !== null && onSaleUntil <= now;
}
