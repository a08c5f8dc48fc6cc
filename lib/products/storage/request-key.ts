import "server-only";
import { createHash } from "node:crypto";
import { idOfNumber } from "@/lib/ids";
import type { Wanted } from "./storage-ref";

/**
 * Identifies a request for storage: whoever repeats it with the same `Idempotency-Key`, or again without one, asks for the
 * same thing (rule 11c).
 *
 * @returns an id of 128 bits
 */
export function requestKeyOf(wanted: Omit<Wanted, "requestKey">, idempotencyKey: string | null): string {
  const { kind, targetId, fileId, size, days, name } = wanted;
  // Only what the client asks for: how large a file is, and for how long it is kept, may change meanwhile.
  const asked = { upload: [size.toString(), days, name], uploaded: [days], larger: [], file: [days] }[kind];
  const text = JSON.stringify([kind, targetId, fileId, ...asked, idempotencyKey]);
  return idOfNumber(BigInt(`0x${createHash("sha256").update(text).digest("hex").slice(0, 32)}`));
}
