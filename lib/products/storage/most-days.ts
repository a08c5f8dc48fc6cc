import "server-only";
import { DAY } from "@/lib/clock";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { readReservedDays } from "@/lib/products/files/extension";
import { settings } from "@/lib/settings/settings";

/** How many days ahead storage may be paid for. */
export function maxDays(): number {
  return settings().storage?.maxDays ?? 0;
}

/**
 * How many more days may be paid for a file: up to `STORAGE_MAX_DAYS`, reservations counted (rule 11e).
 *
 * @param from from when on they count
 */
export async function readMostDays(client: Db | Tx, fileId: string, from: Date, now: Date): Promise<number> {
  const paid = (from.getTime() - now.getTime()) / DAY;
  return Math.max(0, Math.floor(maxDays() - paid - (await readReservedDays(client, fileId))));
}

/** @param mostDays that may still be paid for */
export function tooLong(mostDays: number): AppError {
  return new AppError("storage_too_long", {
    detail: `Storage can be paid for at most ${maxDays()} days ahead: ${mostDays} more now.`,
    members: { maxDays: maxDays(), mostDays },
  });
}
