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
 * How many more days may be paid for a file: up to `STORAGE_MAX_DAYS` or to where the operator ends it, reservations
 * counted (rule 11e).
 *
 * @param from from when on they count
 */
export async function readMostDays(client: Db | Tx, fileId: string, from: Date, now: Date): Promise<number> {
  const paid = (from.getTime() - now.getTime()) / DAY;
  const most = Math.min(maxDays(), await readDaysToEnd(client, fileId, now));
  return Math.max(0, Math.floor(most - paid - (await readReservedDays(client, fileId))));
}

/** The operator may end the storage of a file: nobody pays for days beyond that. */
async function readDaysToEnd(client: Db | Tx, id: string, now: Date): Promise<number> {
  const file = await client.file.findUnique({ where: { id }, select: { storageEndsAt: true } });
  const end = file?.storageEndsAt ?? null;
  return end === null ? Number.POSITIVE_INFINITY : (end.getTime() - now.getTime()) / DAY;
}

/** @param mostDays that may still be paid for */
export function tooLong(mostDays: number): AppError {
  return new AppError("storage_too_long", {
    detail: `Storage can be paid for at most ${maxDays()} days ahead: ${mostDays} more now.`,
    members: { maxDays: maxDays(), mostDays },
  });
}
