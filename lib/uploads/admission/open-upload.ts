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
 * An upload that is nobody's file yet. `received` in bytes; `movedAt` is when its last byte came, or when it began;
 * `restsSince` is when it last came on, to which a byte now and then does not add.
 */
export type OpenUpload = WantedUpload & { received: bigint; movedAt: Date; restsSince: Date };
