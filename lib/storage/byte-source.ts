import "server-only";
import { open } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { storage } from "./storage";

/** The bytes of one file, read in small parts. */
export type ByteSource = {
  /** Bytes. */
  size: number;
  /** At most `length` bytes from `at` on; fewer at the end. */
  read(at: number, length: number): Promise<Buffer>;
};

/** Runs `use` with a file on disk. */
export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    return await use({
      size,
      async read(at, length) {
        const { buffer: bytes, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
        return bytes.subarray(0, bytesRead);
      },
    });
  } finally {
    await handle.close();
  }
}

/** Bytes that are stored already. */
export function storedBytes(storageKey: string, size: number): ByteSource {
  return {
    size,
    async read(at, length) {
      if (at >= size || length === 0) return Buffer.alloc(0);
      return buffer(await storage().open(storageKey, { start: at, end: Math.min(at + length, size) - 1 }));
    },
  };
}
