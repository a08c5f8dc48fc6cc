import "server-only";
import { DAY, HOUR } from "../clock";

/** An upload nobody claimed is swept this long after its last byte arrived, in milliseconds. */
export const UPLOAD_TTL = 24 * HOUR;
/** However slowly the bytes keep coming, an upload ends this long after it began, in milliseconds. */
export const UPLOAD_LIFETIME = 7 * DAY;
/** The same for an upload that a seller began while signed in: it may rest over a weekend. */
export const SELLER_UPLOAD_TTL = 72 * HOUR;
export const SELLER_UPLOAD_LIFETIME = 14 * DAY;
/** The row of an upload that became a file is kept this long, so that a repeated request can name the file. */
export const USED_UPLOAD_KEPT = 7 * DAY;

/** Uploads that are nobody's yet, per address (IPv6: per /64); `sizes` counts in MAX_FILE_SIZE. */
export const ANONYMOUS_QUOTA = { uploads: 10, sizes: 2 };
/** The same for one seller who is signed in. */
export const SELLER_QUOTA = { uploads: 50, sizes: 4 };
/** Unclaimed uploads of everybody together. */
export const TOTAL_UPLOADS = 1_000;
/** Anonymous uploads leave this part of the room for uploads to sellers who are signed in. */
export const ANONYMOUS_SHARE = { numerator: 1n, denominator: 2n };
