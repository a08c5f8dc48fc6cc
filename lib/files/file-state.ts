import "server-only";
import type { FileState } from "./schema";

/**
 * What a file's sale is, at `now`. Removed outweighs ended, ended outweighs paused: the answer is the one that waiting
 * would not change.
 */
export function fileState(file: { removedAt: Date | null; onSaleUntil: Date; paused: boolean }, now: Date): FileState {
  if (file.removedAt !== null) return "removed";
  if (file.onSaleUntil <= now) return "ended";
  return file.paused ? "paused" : "on-sale";
}
