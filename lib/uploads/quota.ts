import "server-only";
import { AppError } from "../errors";
import { SITE_FACTOR, siteOf } from "../http/client-ip";
import { ANONYMOUS_QUOTA, NEWCOMERS_SHARE, PROMISE_AHEAD, PROMISE_IDLE, SELLER_QUOTA, TOTAL_UPLOADS } from "./limits";

export type WantedUpload = {
  /** Bytes. */
  size: bigint;
  ipPrefix: string;
  creatorId: string | null;
  /** Of a seller who has sold something here, or whom the operator named. Everybody else is a newcomer. */
  known: boolean;
};

/** An upload that is nobody's file yet. `received` in bytes; `movedAt` is when its last byte came, or when it began. */
export type OpenUpload = WantedUpload & { received: bigint; movedAt: Date };

export type Room = {
  /** Bytes free on the disk now. */
  free: bigint;
  /** Bytes that have to stay free. */
  reserve: bigint;
  now: Date;
};

/**
 * Decides whether one more upload may begin. Pure: the caller reads the numbers and writes the row in one transaction.
 *
 * @throws AppError `upload_quota_unsigned` when this address has too much under way that is nobody's, `upload_quota` when
 *   this seller, its network or everybody has, `disk_full` when
 *   it would not fit beside what open uploads are about to receive
 */
export function checkQuota(
  wanted: WantedUpload,
  open: readonly OpenUpload[],
  room: Room & { maxFileSize: bigint },
): void {
  checkSlots(wanted, open);
  checkOwnQuota(wanted, open, room.maxFileSize);
  checkRoom({ ...wanted, received: 0n, needs: wanted.size }, open, room);
}

/**
 * Bytes that are kept free for an upload: what comes next, not what was announced, and nothing once it rests. Its room is
 * asked for again when it goes on.
 */
export function promiseOf({ size, received, movedAt }: OpenUpload, now: Date): bigint {
  if (now.getTime() - movedAt.getTime() >= PROMISE_IDLE) return 0n;
  return comesNext(size - received);
}

/** How many bytes ahead an upload is given room. @param rest bytes that it lacks */
export function comesNext(rest: bigint): bigint {
  if (rest < PROMISE_AHEAD) return rest;
  return PROMISE_AHEAD;
}

/**
 * Whether `needs` more bytes fit. Newcomers, signed in or not, share one half: however many they are, known sellers find
 * room in the other.
 *
 * @param others every open upload but this one
 * @throws AppError `disk_full`
 */
export function checkRoom(
  wanted: { known: boolean; received: bigint; needs: bigint },
  others: readonly OpenUpload[],
  { free, reserve, now }: Room,
): void {
  const left = free - reserve - sum(others, (upload) => promiseOf(upload, now));
  const words = wanted.received > 0n ? KEPT : "Try again later.";
  if (wanted.needs > left) throw new AppError("disk_full", { detail: words });
  if (wanted.known) return;
  const newcomers = others.filter(({ known }) => !known);
  const held = wanted.received + sum(newcomers, (upload) => upload.received + promiseOf(upload, now));
  const share = ((left + held) * NEWCOMERS_SHARE.numerator) / NEWCOMERS_SHARE.denominator;
  if (held + wanted.needs > share) {
    throw new AppError("disk_full", { detail: `Half of the room is for sellers who have sold here. ${words}` });
  }
}

/** Of an upload that has to wait for room. */
export const KEPT = "What has arrived is kept for now: try again later, and it goes on from there.";

function checkSlots(wanted: WantedUpload, open: readonly OpenUpload[]): void {
  const newcomers = open.filter(({ known }) => !known).length;
  const share = (TOTAL_UPLOADS * Number(NEWCOMERS_SHARE.numerator)) / Number(NEWCOMERS_SHARE.denominator);
  if (open.length < TOTAL_UPLOADS && (wanted.known || newcomers < share)) return;
  throw tooMany("Many people are uploading at once. Try again in some minutes.");
}

type Group = { quota: typeof SELLER_QUOTA; factor: number; has(upload: OpenUpload): boolean };

function checkOwnQuota(wanted: WantedUpload, open: readonly OpenUpload[], maxFileSize: bigint): void {
  for (const { quota, factor, has } of groupsOf(wanted)) {
    const own = open.filter(has);
    const bytes = sum(own, ({ size }) => size) + wanted.size;
    if (own.length < quota.uploads * factor && bytes <= BigInt(quota.sizes * factor) * maxFileSize) continue;
    if (wanted.creatorId === null) throw new AppError("upload_quota_unsigned", { headers: later });
    throw tooMany("Put a price on what you have uploaded, or cancel an upload, then go on.");
  }
}

/** With whom an upload is counted: its wallet, and its network as long as a wallet costs nothing. */
function groupsOf({ creatorId, ipPrefix, known }: WantedUpload): Group[] {
  const quota = creatorId === null ? ANONYMOUS_QUOTA : SELLER_QUOTA;
  const wallet: Group = { quota, factor: 1, has: (upload) => upload.creatorId === creatorId };
  if (known) return [wallet];
  const alike = (upload: OpenUpload) => !upload.known && (upload.creatorId === null) === (creatorId === null);
  const network: Group = { quota, factor: 1, has: (upload) => alike(upload) && upload.ipPrefix === ipPrefix };
  const site = siteOf(ipPrefix);
  const groups = creatorId === null ? [network] : [wallet, network];
  if (site === null) return groups;
  return [
    ...groups,
    { quota, factor: SITE_FACTOR, has: (upload) => alike(upload) && siteOf(upload.ipPrefix) === site },
  ];
}

/** Seconds. */
const later = { "Retry-After": "600" };

function tooMany(detail: string): AppError {
  return new AppError("upload_quota", { detail, headers: later });
}

function sum(uploads: readonly OpenUpload[], value: (upload: OpenUpload) => bigint): bigint {
  return uploads.reduce((total, upload) => total + value(upload), 0n);
}
