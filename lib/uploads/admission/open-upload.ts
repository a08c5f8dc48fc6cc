import "server-only";
import type { Standing } from "./known-sellers";

export type WantedUpload = Standing & {
  /** Bytes. */
  size: bigint;
  ipPrefix: string;
  sellerId: string | null;
  /** A signed-in seller who is counted as a stranger. */
  isDemoted?: boolean;
};

/**
 * An unclaimed upload. `received` in bytes; `movedAt` is when its last byte came, or when it began; `restsSince` is
 * when it last made progress, for which a byte now and then is not enough.
 */
export type OpenUpload = WantedUpload & {
  received: bigint;
  movedAt: Date;
  restsSince: Date;
  /** When it is deleted, if nothing happens to it. */
  endsAt?: Date;
  /** Its storage was paid for: all of its room is kept, and it never makes way. */
  isPaid?: boolean;
};
