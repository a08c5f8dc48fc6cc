import type { CountedSource } from "../sparse-source";

export const KB = 1024;
export const MB = 1024 * KB;
export const GB = 1024 * MB;

export type HostileFile = {
  /** What is wrong with it. */
  name: string;
  mediaType: string;
  make(): CountedSource;
  /** Facts that are told of it all the same, or in their place. */
  told: Record<string, unknown>;
  /** Bytes of it that are read at most; by default what programs for such files may read. */
  bytes?: number;
  /** Nothing of it is played. */
  silent?: boolean;
};

export const latin = (text: string) => Buffer.from(text, "latin1");

/** A number of so many bytes, the highest first. */
export function be(value: number, bytes = 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigUInt64BE(BigInt(value));
  else buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

/** The lowest first. */
export const le = (value: number, bytes = 4) => Buffer.from(be(value, bytes)).reverse();

/** Bytes that look like nothing, and are always the same. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}
