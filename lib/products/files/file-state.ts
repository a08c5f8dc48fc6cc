import "server-only";
import type { FileState } from "./schema";

/** The facts that decide the state of a sale. */
export type SaleDates = { removedAt: Date | null; onSaleUntil: Date; paused: boolean };

/**
 * The state of a file's sale at `now`. Removed outweighs ended, ended outweighs paused: the result is the one that
 * waiting would not change.
 */
export function fileState(file: SaleDates, now: Date): FileState {
  if (file.removedAt !== null) return "removed";
  if (file.onSaleUntil <= now) return "ended";
  return file.paused ? "paused" : "on-sale";
}
