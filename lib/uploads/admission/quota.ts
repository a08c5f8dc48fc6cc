import "server-only";
import { SECOND } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { SITE_FACTOR, siteOf } from "@/lib/http/client-ip";
import { heldBeside, leastFirst, lineUp, makeWay, sum } from "./make-way";
import type { OpenUpload, WantedUpload } from "./open-upload";
import { ANONYMOUS_QUOTA, NEWCOMERS_SHARE, SELLER_QUOTA, TOTAL_UPLOADS } from "./quotas-and-lifetimes";
import { comesNext, makeRoom, type Room } from "./room";

/**
 * How an upload is counted: if the sellers' half of the slots is full, a known seller uploads as a stranger does.
 * Otherwise a crowd of wallets that bought from themselves would lock out honest ones.
 */
export function countedAs(wanted: WantedUpload, open: readonly OpenUpload[]): WantedUpload {
  if (!wanted.known || wanted.named || hasPlace(wanted, open)) return wanted;
  return { ...wanted, sellerId: null, known: false, isDemoted: true };
}

/**
 * Decides whether one more upload may begin, and which idle uploads of newcomers make way for it. Pure: the caller
 * reads the numbers, writes the row and marks the discarded ones in one transaction.
 *
 * @returns the uploads to discard: none, as long as there are slots and space
 * @throws AppError `upload_quota_unsigned` when this address has too many unclaimed uploads, `upload_quota` when this
 *   seller, its network or everybody together has, `disk_full` when it would not fit beside the bytes that open uploads
 *   are about to receive
 */
export function checkQuota<T extends OpenUpload>(
  wanted: WantedUpload,
  open: readonly T[],
  room: Room & { maxFileSize: bigint },
): T[] {
  checkOwnQuota(wanted, open, room);
  const gone = makePlace(wanted, open, room.now);
  const left = open.filter((upload) => !gone.includes(upload));
  const free = room.free + sum(gone, ({ received }) => received);
  // Others make way for arriving bytes, not for the announced size.
  const needs = { received: 0n, needs: wanted.size, first: comesNext(wanted.size) };
  return [...gone, ...makeRoom({ ...wanted, ...needs }, left, { ...room, free })];
}

/** A seller's half is never short of slots: see `countedAs`. */
function makePlace<T extends OpenUpload>(wanted: WantedUpload, open: readonly T[], now: Date): T[] {
  const weight = () => 1n;
  const line = lineUp(open, { now, order: leastFirst, weight, holds: heldBeside(wanted, open, weight) });
  return makeWay(open, line, (left) => checkPlaces(wanted, left));
}

function checkPlaces(wanted: WantedUpload, open: readonly OpenUpload[]): void {
  if (!hasPlace(wanted, open)) throw tooMany("Many people are uploading at once. Try again in some minutes.");
}

/** Newcomers and known sellers have a half each; sellers named by the operator always get a slot. */
function hasPlace({ known, named }: WantedUpload, open: readonly OpenUpload[]): boolean {
  if (named) return true;
  const { numerator, denominator } = NEWCOMERS_SHARE;
  const newcomers = (TOTAL_UPLOADS * Number(numerator)) / Number(denominator);
  const taken = open.filter((upload) => !upload.named && upload.known === known).length;
  return taken < (known ? TOTAL_UPLOADS - newcomers : newcomers);
}

type Group = { quota: typeof SELLER_QUOTA; factor: number; has(upload: OpenUpload): boolean };

function checkOwnQuota(
  wanted: WantedUpload,
  open: readonly OpenUpload[],
  { maxFileSize, now }: { maxFileSize: bigint; now: Date },
): void {
  for (const { quota, factor, has } of groupsOf(wanted)) {
    const own = open.filter(has);
    const bytes = sum(own, ({ size }) => size) + wanted.size;
    if (own.length < quota.uploads * factor && bytes <= BigInt(quota.sizes * factor) * maxFileSize) continue;
    const isSignedIn = wanted.sellerId !== null || wanted.isDemoted;
    if (!isSignedIn) throw new AppError("upload_quota_unsigned", whenThereIsRoom(own, now));
    throw tooMany("Put a price on what you have uploaded, or cancel an upload, then continue.");
  }
}

/**
 * The keys that an upload counts for: its wallet, and its network unless the operator named the seller; wallets and
 * sales cost little.
 */
function groupsOf(wanted: WantedUpload): Group[] {
  const { sellerId, ipPrefix, known, named } = wanted;
  const quota = known ? SELLER_QUOTA : ANONYMOUS_QUOTA;
  const wallet: Group = { quota, factor: 1, has: (upload) => upload.sellerId === sellerId };
  if (named) return [wallet];
  const kind = kindOf(wanted);
  const alike = (upload: OpenUpload) => kindOf(upload) === kind;
  const network: Group = { quota, factor: 1, has: (upload) => alike(upload) && upload.ipPrefix === ipPrefix };
  const groups = sellerId === null ? [network] : [wallet, network];
  const site = siteOf(ipPrefix);
  if (site === null) return groups;
  return [
    ...groups,
    { quota, factor: SITE_FACTOR, has: (upload) => alike(upload) && siteOf(upload.ipPrefix) === site },
  ];
}

/** Kinds do not take each other's slots at an address. */
function kindOf({ sellerId, known, named }: WantedUpload): "stranger" | "new wallet" | "known" | "named" {
  if (sellerId === null) return "stranger";
  if (named) return "named";
  return known ? "known" : "new wallet";
}

/** When the first of the uploads that fill a quota ends, if nothing happens to them. */
function whenThereIsRoom(own: readonly OpenUpload[], now: Date) {
  const ends = own.flatMap(({ endsAt }) => endsAt?.getTime() ?? []);
  if (ends.length === 0) return { headers: later };
  const roomAt = new Date(Math.min(...ends));
  const seconds = Math.max(1, Math.ceil((roomAt.getTime() - now.getTime()) / SECOND));
  return { headers: { "Retry-After": String(seconds) }, members: { roomAt: roomAt.toISOString() } };
}

/** Seconds. */
const later = { "Retry-After": "600" };

function tooMany(detail: string): AppError {
  return new AppError("upload_quota", { detail, headers: later });
}
