import "server-only";
import { perProcess } from "@/lib/process";

/**
 * Bytes that count as progress of an upload. A single byte now and then does not: it would occupy a slot for nothing. A
 * phone on a bad connection sends as much in half a minute.
 */
const STEP = 256 * 1024;

type Step = { from: number; at: Date };

/** Position and time of the last progress of each upload that this process received bytes of. */
const steps = () => perProcess("uploads.movement", () => new Map<string, Step>());

/** Records that an upload has reached a position, in bytes. */
export function noteMovement(uploadId: string, position: number, now: Date): void {
  const last = steps().get(uploadId);
  if (!last || position - last.from >= STEP) steps().set(uploadId, { from: position, at: now });
  // A part with a wrong checksum is sent again from its beginning.
  else if (position < last.from) last.from = position;
}

/** @param lastByteAt used if this process has not received anything of the upload yet */
export function lastMovement(uploadId: string, lastByteAt: Date): Date {
  return steps().get(uploadId)?.at ?? lastByteAt;
}

/** The upload is gone, or complete. */
export function forgetMovement(uploadId: string): void {
  steps().delete(uploadId);
}
