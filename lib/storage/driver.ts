import "server-only";
import type { Readable } from "node:stream";

/** Offsets of the first and the last byte; both belong to the range. */
type StoredRange = { start: number; end: number };

/**
 * Storage of finished bytes. A driver moves bytes and knows nothing about files, money or people. Keys come from
 * `newStorageKey`; anything else is a programming error and throws. Stored bytes never change under their key.
 *
 * `driver.contract.ts` tests what every driver must do; each driver runs it.
 */
export interface StorageDriver {
  /** Bytes stored under the key, or null when there are none. */
  size(key: string): Promise<number | null>;

  /**
   * Opens the bytes, or a part of them. Resolves once reading can start.
   *
   * @throws AppError `file_unavailable` when nothing is stored there or it cannot be read
   */
  open(key: string, range?: StoredRange): Promise<Readable>;

  /**
   * Where a web server on this machine finds the bytes, as a path below the store's folder that may be in a URL; null
   * if the store is not a folder.
   */
  place(key: string): string | null;

  /**
   * Moves a finished local file under the key. When it resolves, the bytes survive a power cut; until then the key
   * shows nothing or everything, never a part. The local file is gone afterwards. Repeating it after a crash is
   * harmless: if the local file is missing and its bytes are stored, it is done.
   */
  promote(path: string, key: string): Promise<void>;

  /** Deletes the bytes; nothing happens when there are none. */
  remove(key: string): Promise<void>;

  /** Bytes that can still be stored, or null if the store has no such limit. */
  freeSpace(): Promise<number | null>;

  /**
   * Checks that bytes can be stored now, for readiness.
   *
   * @throws Error in words that an operator understands
   */
  check(): Promise<void>;
}
