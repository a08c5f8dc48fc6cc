import "server-only";
import { AppError } from "../errors";
import { ANONYMOUS_QUOTA, ANONYMOUS_SHARE, SELLER_QUOTA, TOTAL_UPLOADS } from "./limits";

/** An upload that is nobody's file yet. Sizes in bytes. */
export type OpenUpload = { size: bigint; received: bigint; ipPrefix: string; creatorId: string | null };

export type WantedUpload = { size: bigint; ipPrefix: string; creatorId: string | null };

export type Room = {
  /** Bytes free on the disk now. */
  free: bigint;
  /** Bytes that have to stay free. */
  reserve: bigint;
  maxFileSize: bigint;
};

/**
 * Decides whether one more upload may begin. Pure: the caller reads the numbers and writes the row in one transaction.
 *
 * @throws AppError `upload_quota` when this address, this seller or everybody has too much under way, `disk_full` when
 *   the bytes promised to open uploads and this one would not fit
 */
export function checkQuota(wanted: WantedUpload, open: readonly OpenUpload[], room: Room): void {
  if (open.length >= TOTAL_UPLOADS) throw new AppError("upload_quota", { headers: { "Retry-After": "600" } });
  checkOwnQuota(wanted, open, room.maxFileSize);

  const promised = sum(open, (upload) => upload.size - upload.received);
  const left = room.free - room.reserve - promised;
  if (wanted.size > left) throw new AppError("disk_full");
  if (wanted.creatorId === null) checkAnonymousShare(wanted, open, left);
}

function checkOwnQuota(wanted: WantedUpload, open: readonly OpenUpload[], maxFileSize: bigint): void {
  const { creatorId, ipPrefix } = wanted;
  const quota = creatorId === null ? ANONYMOUS_QUOTA : SELLER_QUOTA;
  const own = open.filter((upload) =>
    creatorId === null ? upload.creatorId === null && upload.ipPrefix === ipPrefix : upload.creatorId === creatorId,
  );
  const bytes = sum(own, (upload) => upload.size) + wanted.size;
  if (own.length < quota.uploads && bytes <= BigInt(quota.sizes) * maxFileSize) return;
  throw new AppError("upload_quota", {
    detail:
      creatorId === null
        ? "Put a price on what you have uploaded, or sign in first: then more can be uploaded at once."
        : "Put a price on what you have uploaded, or cancel an upload, then go on.",
    headers: { "Retry-After": "600" },
  });
}

/** However many strangers upload, sellers who are signed in still find room. */
function checkAnonymousShare(wanted: WantedUpload, open: readonly OpenUpload[], left: bigint): void {
  const anonymous = sum(
    open.filter((upload) => upload.creatorId === null),
    (upload) => upload.size,
  );
  const share = ((left + anonymous) * ANONYMOUS_SHARE.numerator) / ANONYMOUS_SHARE.denominator;
  if (anonymous + wanted.size > share) {
    throw new AppError("disk_full", { detail: "There is little room left. Sign in first, then upload." });
  }
}

function sum(uploads: readonly OpenUpload[], value: (upload: OpenUpload) => bigint): bigint {
  return uploads.reduce((total, upload) => total + value(upload), 0n);
}
