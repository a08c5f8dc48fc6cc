import "server-only";
import type { Readable } from "node:stream";

/** Offsets of the first and the last byte; both belong to the range. */
type StoredRange = { start: number; end: number };

/**
 * Where finished bytes live. A driver moves bytes and knows nothing of files, money or people. Keys come from
 * `newStorageKey`; anything else is a programming error and throws. What is stored never changes under its key.
 *
 * `driver.contract.ts` holds what every driver must do; each driver runs it.
 */
export interface StorageDriver {
  /** Bytes stored under the key, or null when there are none. */
  size(key: string): Promise<number | null>;

  /**
   * Opens the bytes, or a part of them. Resolves once reading is certain to start.
   *
   * @throws AppError `file_unavailable` when nothing is stored there or it cannot be read
   */
  open(key: string, range?: StoredRange): Promise<Readable>;

  /**
   * Where a web server on this machine finds the bytes, as a path below the store's folder that may be in a URL; null
   * where the store is no folder.
   */
  place(key: string): string | null;

  /**
   * Moves a finished local file under the key. When it resolves, the bytes survive a power cut; until then the key
   * shows nothing or everything, never a part. The local file is gone afterwards. Doing it again after a crash is
   * harmless: a missing local file whose bytes are stored already is done.
   */
  promote(path: string, key: string): Promise<void>;

  /** Deletes the bytes; nothing happens when there are none. */
  remove(key: string): Promise<void>;

  /** Bytes that can still be stored, or null where the store has no such limit. */
  freeSpace(): Promise<number | null>;

  /**
   * Proves that bytes can be stored now, for readiness.
   *
   * @throws Error in words an operator understands
   */
  check(): Promise<void>;
}
