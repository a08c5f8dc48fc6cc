import "server-only";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";
import { aboutToBeFree } from "@/lib/uploads/bytes/discard-upload";
import { freeSpace } from "@/lib/uploads/bytes/free-space";
import { sum } from "./make-way";
import { type Parts, readOpenUploads } from "./open-uploads";
import { NEWCOMERS_SHARE } from "./quotas-and-lifetimes";
import { readReservedRoom } from "./reserved-room";
import { promiseOf } from "./room";

/**
 * Checks that an upload fits as a whole beside all that is promised, in the transaction that reserves its payment: room that was
 * paid for is never taken away again. Nobody makes way for it. All such room without its bytes takes at most half of what is
 * free: else a day's price for an empty room would lock everybody out for a week.
 *
 * @param parts the bytes of the open uploads, read before the transaction
 * @throws AppError `storage_full`
 */
export async function requirePaidRoom(tx: Tx, size: bigint, parts: Parts, now: Date): Promise<void> {
  const free = BigInt(await freeSpace()) + aboutToBeFree() - BigInt(settings().minFreeSpace);
  const open = await readOpenUploads(tx, parts, now);
  const promisedTo = (uploads: typeof open) => sum(uploads, (upload) => promiseOf(upload, now));
  const left = free - promisedTo(open.filter(({ isPaid }) => !isPaid));
  const paid = promisedTo(open.filter(({ isPaid }) => isPaid)) + (await readReservedRoom(tx));
  const { numerator, denominator } = NEWCOMERS_SHARE;
  if ((paid + size) * denominator > left * numerator) throw new AppError("storage_full");
}
