import "server-only";
import type { Writable } from "node:stream";
import type { ByteSource } from "@/lib/storage/byte-source";

/** How much of one file a program may read. */
export type RangeLimits = {
  /** Bytes, counted in whole blocks. */
  bytes: number;
  /** Requests. */
  reads: number;
};

/** Storage is read in blocks of this size, so that a directory of many small parts is a few requests. */
export const BLOCK = 128 * 1024;
const KEPT_BLOCKS = 32;
/** Bytes of one answer. */
export const MAX_RANGE = 4 * 1024 * 1024;
const REQUEST = /^R (\d{1,16}) (\d{1,10})\n$/;
/** Bytes of a request. */
const MAX_REQUEST = 40;
const MAX_REFUSALS = 100;
/** In place of a length: nothing more is answered. */
const REFUSED = 0xffffffff;

/** Bytes. */
type Range = { at: number; length: number };

/** What a program asks for by one line; null if this is no request, but its answer. It waits, so that a request comes by itself. */
export function readRequest(output: Buffer): Range | null {
  const asked = output.length <= MAX_REQUEST ? REQUEST.exec(output.toString("latin1")) : null;
  return asked && { at: Number(asked[1]), length: Number(asked[2]) };
}

/**
 * Answers a program that reads ranges of one stored file and cannot open it. It asks by lines `R <offset> <length>` on its
 * standard output, and gets four bytes (the length, big-endian) and so many bytes on its standard input; beyond the limits it gets
 * `ffffffff`.
 */
export class RangeBroker {
  private readonly blocks = new Map<number, Promise<Buffer>>();
  private reads = 0;
  private refusals = 0;
  /** Bytes that were read from storage. */
  bytes = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly limits: RangeLimits,
  ) {}

  /**
   * @param to the program's standard input
   * @returns when the system has taken the answer, or nobody reads it any more
   * @throws AppError `file_unavailable` when storage cannot be read
   */
  async answer({ at, length }: Range, to: Writable): Promise<void> {
    const bytes = await this.read(at, length);
    if (!bytes) this.refusals += 1;
    const head = Buffer.alloc(4);
    head.writeUInt32BE(bytes?.length ?? REFUSED);
    if (bytes) to.write(head);
    await new Promise<void>((resolve) => to.write(bytes ?? head, () => resolve()));
  }

  /** A program that is refused ends soon; this one does not. */
  get isDefied(): boolean {
    return this.refusals > MAX_REFUSALS;
  }

  /** @returns fewer bytes at the end of the file; null beyond the limits */
  private async read(at: number, length: number): Promise<Buffer | null> {
    this.reads += 1;
    if (this.reads > this.limits.reads || length > MAX_RANGE) return null;
    const end = Math.min(at + length, this.source.size);
    const parts: Buffer[] = [];
    for (let from = at; from < end; ) {
      const number = Math.floor(from / BLOCK);
      const begin = number * BLOCK;
      const block = await this.block(number);
      if (!block) return null;
      const part = block.subarray(from - begin, end - begin);
      // The stored file is shorter than its row says.
      if (part.length === 0) break;
      parts.push(part);
      from += part.length;
    }
    return Buffer.concat(parts);
  }

  private async block(number: number): Promise<Buffer | null> {
    const kept = this.blocks.get(number);
    if (kept) {
      this.blocks.delete(number);
      this.blocks.set(number, kept);
      return kept;
    }
    this.bytes += Math.min(BLOCK, this.source.size - number * BLOCK);
    if (this.bytes > this.limits.bytes) return null;
    const read = this.source.read(number * BLOCK, BLOCK);
    this.blocks.set(number, read);
    if (this.blocks.size > KEPT_BLOCKS) {
      const [oldest] = this.blocks.keys();
      if (oldest !== undefined) this.blocks.delete(oldest);
    }
    return read;
  }
}
