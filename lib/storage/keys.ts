import "server-only";
import { randomBytes } from "node:crypto";

/** Lower-case hex: two keys never differ by case alone, which some file systems and object stores ignore. */
const keyPattern = /^[0-9a-f]{40}$/;

/**
 * A new name for stored bytes: 160 random bits. Never made from what a client sent, so that no name of a file, however
 * strange, reaches a path or a header of a proxy.
 */
export function newStorageKey(): string {
  return randomBytes(20).toString("hex");
}

/** True for a text that {@link newStorageKey} could have made. */
export function isStorageKey(text: string): boolean {
  return keyPattern.test(text);
}
