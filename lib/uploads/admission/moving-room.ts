import "server-only";
import { systemClock } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { aboutToBeFree, discardAll, markDiscarded } from "@/lib/uploads/bytes/discard-upload";
import { freeSpace } from "@/lib/uploads/bytes/free-space";
import { Locks } from "@/lib/uploads/bytes/locks";
import { forgetMovement, noteMovement } from "@/lib/uploads/bytes/movement";
import type { UploadState } from "@/lib/uploads/bytes/upload-row";
import { isPaidFor } from "./find-upload";
import { paying, readStanding } from "./known-sellers";
import { readOpenUploads, readParts } from "./open-uploads";
import { PROMISE_IDLE } from "./quotas-and-lifetimes";
import { readReservedRoom } from "./reserved-room";
import { comesNext, KEPT, makeRoom } from "./room";

/** Bytes after which the disk is checked again. */
const LEASE = 8_000_000;

/** Up to where an upload has reserved space, and when that was last used. */
type Window = { upTo: bigint; movedAt: number };

const state = () =>
  perProcess("uploads.room", () => ({
    windows: new Map<string, Window>(),
    /** Bytes that parts may write before they ask again: perhaps already on the disk, perhaps not. */
    leases: new Map<PartRoom, number>(),
    turn: new Locks(),
  }));

/** An admitted upload has its first reservation. @param size bytes */
export function openWindow(uploadId: string, size: bigint, now: Date): void {
  const { windows } = state();
  for (const [id, { movedAt }] of windows) if (now.getTime() - movedAt >= PROMISE_IDLE) windows.delete(id);
  windows.set(uploadId, { upTo: comesNext(size), movedAt: now.getTime() });
  noteMovement(uploadId, 0, now);
}

/**
 * Space for the bytes of one part while they arrive: checked against the other active uploads a window ahead, and
 * against the really free space a few megabytes ahead. The parts of all uploads check the disk one after the other, so
 * that together they always leave MIN_FREE_SPACE.
 */
export class PartRoom {
  #left = 0;
  #position: number;
  readonly #uploadId: string;
  readonly #size: number;

  /** @param most bytes that the upload lacks from `offset` on */
  constructor(uploadId: string, offset: number, most: number) {
    this.#uploadId = uploadId;
    this.#position = offset;
    this.#size = offset + most;
  }

  /**
   * Reserves space for the next bytes, before they are written.
   *
   * @throws AppError `disk_full`: received bytes stay, and the upload can continue later
   */
  async make(bytes: number): Promise<void> {
    if (bytes > this.#left) await this.#renew(bytes);
    this.#left -= bytes;
    this.#position += bytes;
    noteMovement(this.#uploadId, this.#position, systemClock.now());
  }

  /** To be called when the part ends, with or without an error. */
  async end(): Promise<void> {
    const { turn, leases, windows } = state();
    if (this.#position >= this.#size) {
      windows.delete(this.#uploadId);
      forgetMovement(this.#uploadId);
    }
    if (!leases.has(this)) return;
    const giveBack = () => void leases.delete(this);
    await turn.run("disk", async () => giveBack()).catch(giveBack);
  }

  async #renew(bytes: number): Promise<void> {
    const lease = Math.max(bytes, Math.min(LEASE, this.#size - this.#position));
    await this.#askForWindow(BigInt(this.#position + lease));
    const { turn, leases } = state();
    // In turn: bytes that another part writes during the check still count as its lease.
    await turn.run("disk", async () => {
      leases.delete(this);
      const leased = [...leases.values()].reduce((total, bytes) => total + bytes, 0);
      const left = (await freeSpace()) - leased - settings().minFreeSpace;
      if (lease > left) throw new AppError("disk_full", { detail: KEPT });
      leases.set(this, lease);
    });
    this.#left = lease;
  }

  async #askForWindow(end: bigint): Promise<void> {
    const { windows } = state();
    const now = systemClock.now();
    const window = windows.get(this.#uploadId);
    const fresh = window && now.getTime() - window.movedAt < PROMISE_IDLE;
    if (!fresh || window.upTo < end) windows.set(this.#uploadId, await askAgain(this.#uploadId, this.#position, now));
    else window.movedAt = now.getTime();
  }
}

async function askAgain(uploadId: string, position: number, now: Date): Promise<Window> {
  const parts = await readParts();
  const received = BigInt(position);
  const { upTo, gone } = await db().$transaction(async (tx) => {
    const free = BigInt(await freeSpace()) + aboutToBeFree() - (await readReservedRoom(tx));
    const room = { free, reserve: BigInt(settings().minFreeSpace), now };
    const row = await tx.upload.findUnique({ where: { id: uploadId } });
    // If others have made way in the meantime, no one else has to.
    if (row?.state !== ("receiving" satisfies UploadState)) throw new AppError("upload_not_found");
    const others = (await readOpenUploads(tx, parts, now)).filter(({ id }) => id !== uploadId);
    const standing = isPaidFor(row) ? paying : await readStanding(tx, row.sellerId);
    const needs = comesNext(row.size - received);
    const gone = makeRoom({ ipPrefix: row.ipPrefix, ...standing, received, needs, first: needs }, others, room);
    await markDiscarded(tx, gone);
    return { upTo: received + needs, gone };
  });
  await discardAll(gone);
  return { upTo, movedAt: now.getTime() };
}
