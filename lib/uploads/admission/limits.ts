import "server-only";
import { DAY, HOUR, MINUTE } from "@/lib/clock";

/** An upload nobody claimed is swept this long after its last byte arrived, in milliseconds. */
export const UPLOAD_TTL = 24 * HOUR;
/** One that never got a byte ends this long after it began, in milliseconds. */
export const EMPTY_UPLOAD_TTL = 30 * MINUTE;
/** However slowly the bytes keep coming, an upload ends this long after it began, in milliseconds. */
export const UPLOAD_LIFETIME = 7 * DAY;
/** The same for an upload that a known seller began while signed in: it may rest over a weekend. */
export const SELLER_UPLOAD_TTL = 72 * HOUR;
export const SELLER_UPLOAD_LIFETIME = 14 * DAY;
/** The row of an upload that became a file is kept this long, so that a repeated request can name the file. */
export const USED_UPLOAD_KEPT = 7 * DAY;

/**
 * Uploads that are nobody's yet, per address (IPv6: per /64, and SITE_FACTOR times that per /48), and the same for newcomers'
 * wallets there together, and for each of them anywhere; `sizes` counts in MAX_FILE_SIZE.
 */
export const ANONYMOUS_QUOTA = { uploads: 10, sizes: 2 };
/** The same for one known seller who is signed in, and for all at one address together whom the operator did not name. */
export const SELLER_QUOTA = { uploads: 50, sizes: 4 };
/** Unclaimed uploads of all together whom the operator did not name. */
export const TOTAL_UPLOADS = 1_000;
/** The part of places and room that all together may use who have not sold anything here yet, signed in or not. */
export const NEWCOMERS_SHARE = { numerator: 1n, denominator: 2n };

/** Bytes kept free for an upload that moves, beyond what has arrived. */
export const PROMISE_AHEAD = 256_000_000n;
/** An upload keeps nothing free when no byte of it came for this long, and may have to make way; in milliseconds. */
export const PROMISE_IDLE = 10 * MINUTE;
