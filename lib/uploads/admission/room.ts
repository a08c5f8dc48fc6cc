import "server-only";
import { AppError } from "@/lib/errors";
import { heldBeside, lineUp, makeWay, oldestFirst, sum } from "./make-way";
import type { OpenUpload, WantedUpload } from "./open-upload";
import { NEWCOMERS_SHARE, PROMISE_AHEAD, PROMISE_IDLE } from "./quotas-and-lifetimes";

export type Room = {
  /** Bytes free on the disk now. */
  free: bigint;
  /** Bytes that have to stay free. */
  reserve: bigint;
  now: Date;
};

/**
 * The idle uploads of newcomers that make way so that `first` more bytes fit: none, as long as `needs` fit.
 *
 * @param others every open upload except this one
 * @throws AppError `disk_full` when `needs` would not fit without all of them
 */
export function makeRoom<T extends OpenUpload>(wanted: Wants, others: readonly T[], room: Room): T[] {
  const weight = (upload: OpenUpload) => upload.received + promiseOf(upload, room.now);
  const holds = heldBeside(wanted, others, weight) + (wanted.named ? 0n : wanted.received);
  const line = lineUp(others, { now: room.now, order: oldestFirst, weight, holds });
  const check = (needs: bigint) => (left: readonly T[], gone: readonly T[]) =>
    checkRoom({ ...wanted, needs }, left, { ...room, free: room.free + sum(gone, ({ received }) => received) });
  return makeWay(others, line, check(wanted.needs), check(wanted.first));
}

type Wants = Needs & Pick<WantedUpload, "ipPrefix" | "named"> & { first: bigint };

/**
 * Bytes that are reserved for an upload: the next ones, not the announced size, and nothing while it is idle. Space is
 * reserved again when it continues. For one that was paid for: all that it lacks.
 */
export function promiseOf({ size, received, movedAt, isPaid }: Moving, now: Date): bigint {
  if (isPaid) return size - received;
  if (now.getTime() - movedAt.getTime() >= PROMISE_IDLE) return 0n;
  return comesNext(size - received);
}

type Moving = Pick<OpenUpload, "size" | "received" | "movedAt" | "isPaid">;

/** How many bytes ahead space is reserved for an upload. @param rest bytes that it lacks */
export function comesNext(rest: bigint): bigint {
  if (rest < PROMISE_AHEAD) return rest;
  return PROMISE_AHEAD;
}

/** Of an upload: the received bytes, and the next ones. */
type Needs = { known: boolean; received: bigint; needs: bigint };

/**
 * Whether `needs` more bytes fit. Newcomers, signed in or not, share one half: however many they are, known sellers
 * have space in the other.
 *
 * @param others every open upload except this one
 * @throws AppError `disk_full`
 */
export function checkRoom(wanted: Needs, others: readonly OpenUpload[], { free, reserve, now }: Room): void {
  const left = free - reserve - sum(others, (upload) => promiseOf(upload, now));
  const words = wanted.received > 0n ? KEPT : "Try again later.";
  if (wanted.needs > left) throw new AppError("disk_full", { detail: words });
  if (wanted.known) return;
  const newcomers = others.filter(({ known }) => !known);
  const held = wanted.received + sum(newcomers, (upload) => upload.received + promiseOf(upload, now));
  const share = ((left + held) * NEWCOMERS_SHARE.numerator) / NEWCOMERS_SHARE.denominator;
  if (held + wanted.needs > share) {
    throw new AppError("disk_full", {
      detail: `Half of the space is reserved for sellers who have sold here. ${words}`,
    });
  }
}

/** For an upload that has to wait for space. */
export const KEPT = "What has arrived is kept for now: try again later to resume from there.";
