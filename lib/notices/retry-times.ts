import "server-only";
import { DAY, HOUR, SECOND } from "@/lib/clock";

/** The first retry comes this much later (ms); each further one after four times as long, up to `LONGEST`. */
const FIRST = 30 * SECOND;
const LONGEST = 8 * HOUR;
/** A message that could not be sent for this long (ms) is put aside for the operator. */
export const GIVE_UP_AFTER = 4 * DAY;

/**
 * How long to wait after an attempt that failed, in ms. A fifth is left to chance, so that what failed together does not come
 * back together.
 *
 * @param attempts how many were made, at least 1
 */
export function delayAfter(attempts: number, random = Math.random()): number {
  return Math.min(LONGEST, FIRST * 4 ** (attempts - 1)) * (0.8 + 0.4 * random);
}
