import "server-only";
import { perProcess } from "@/lib/process";

/**
 * Bytes that have to come before an upload has moved. A single byte now and then is no movement: it would hold a place for
 * nothing. A phone on a bad line brings as much in half a minute.
 */
const STEP = 256 * 1024;

type Step = { from: number; at: Date };

/** Of each upload that this process saw bytes of, where and when its last step ended. */
const steps = () => perProcess("uploads.movement", () => new Map<string, Step>());

/** Notes that an upload has come to a position, in bytes. */
export function noteMovement(uploadId: string, position: number, now: Date): void {
  const last = steps().get(uploadId);
  if (!last || position - last.from >= STEP) steps().set(uploadId, { from: position, at: now });
  // A part that proved broken is sent again, from where it began.
  else if (position < last.from) last.from = position;
}

/** @param lastByteAt counts where this process saw nothing of the upload yet */
export function lastMovement(uploadId: string, lastByteAt: Date): Date {
  return steps().get(uploadId)?.at ?? lastByteAt;
}

/** The upload is gone, or whole. */
export function forgetMovement(uploadId: string): void {
  steps().delete(uploadId);
}
