import "server-only";
import { DAY, HOUR, MINUTE } from "@/lib/clock";

/** An unclaimed upload is swept this long after its last byte arrived, in milliseconds. */
export const UPLOAD_TTL = 24 * HOUR;
/** One that never got a byte ends this long after it began, in milliseconds. */
export const EMPTY_UPLOAD_TTL = 30 * MINUTE;
/** An upload ends at the latest this long after it began, in milliseconds. */
export const UPLOAD_LIFETIME = 7 * DAY;
/** The same for an upload that a known seller began while signed in: it may be idle over a weekend. */
export const SELLER_UPLOAD_TTL = 72 * HOUR;
export const SELLER_UPLOAD_LIFETIME = 14 * DAY;
/** Room that was paid for is kept this long without a byte of it, or without a further one; in milliseconds. */
export const PAID_ROOM_TTL = 7 * DAY;
/** The row of an upload that became a file is kept this long, so that a repeated request can name the file. */
export const USED_UPLOAD_KEPT = 7 * DAY;

/**
 * Unclaimed uploads per address (IPv6: per /64, and SITE_FACTOR times that per /48), the same for all newcomers'
 * wallets there together, and for each of them anywhere; `sizes` counts in MAX_FILE_SIZE.
 */
export const ANONYMOUS_QUOTA = { uploads: 10, sizes: 2 };
/** The same for one known seller who is signed in, and for all at one address together who are not named by the operator. */
export const SELLER_QUOTA = { uploads: 50, sizes: 4 };
/** Unclaimed uploads of all together who are not named by the operator. */
export const TOTAL_UPLOADS = 1_000;
/** The share of slots and space that all newcomers together may use, signed in or not. */
export const NEWCOMERS_SHARE = { numerator: 1n, denominator: 2n };

/** Bytes reserved for an active upload, beyond those that have arrived. */
export const PROMISE_AHEAD = 256_000_000n;
/** An upload reserves nothing when no byte of it came for this long, and may have to make way; in milliseconds. */
export const PROMISE_IDLE = 10 * MINUTE;
