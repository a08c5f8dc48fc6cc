import type { ByteSource } from "@/lib/storage/byte-source";

/** A source that counts what is read of it. */
export type CountedSource = ByteSource & { asked: [at: number, length: number][] };

/**
 * A file of any size that is nowhere: these bytes at these places, and elsewhere what `fill` says, or zeros.
 *
 * @param size bytes
 */
export function sparseSource(
  size: number,
  pieces: readonly (readonly [at: number, bytes: Buffer])[],
  fill: (into: Buffer, at: number) => void = () => {},
): CountedSource {
  const asked: [number, number][] = [];
  return {
    size,
    asked,
    async read(at, length) {
      asked.push([at, length]);
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
      fill(bytes, at);
      for (const [begin, piece] of pieces) {
        const from = Math.max(at, begin);
        const to = Math.min(at + bytes.length, begin + piece.length);
        if (from < to) piece.copy(bytes, from - at, from - begin, to - begin);
      }
      return bytes;
    },
  };
}

/** Bytes that were read of it. */
export const bytesRead = ({ asked }: CountedSource) => asked.reduce((sum, [, length]) => sum + length, 0);
