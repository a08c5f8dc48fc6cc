import "server-only";
import { inflateSync } from "node:zlib";

const WOFF = 0x774f4646;
const HEAD = 44;
const ENTRY = 20;

/**
 * The font inside a WOFF file (W3C WOFF 1.0): the same tables, inflated if they were compressed. Pango draws with bare
 * fonts only.
 *
 * @throws Error when it is not a WOFF file
 */
export function unwrapWoff(woff: Buffer): Buffer {
  if (woff.readUInt32BE(0) !== WOFF) throw new Error("Not a WOFF file.");
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => readTable(woff, HEAD + index * ENTRY));

  const directory = Buffer.alloc(12 + 16 * count);
  const power = Math.floor(Math.log2(count));
  woff.copy(directory, 0, 4, 8);
  for (const [index, value] of [count, 16 * 2 ** power, power, 16 * (count - 2 ** power)].entries()) {
    directory.writeUInt16BE(value, 4 + 2 * index);
  }
  let offset = directory.length;
  const parts: Buffer[] = [directory];
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const entry = 12 + 16 * index;
    tag.copy(directory, entry);
    for (const [at, value] of [checksum, offset, data.length].entries())
      directory.writeUInt32BE(value, entry + 4 + 4 * at);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  }
  return Buffer.concat(parts);
}

function readTable(woff: Buffer, at: number): { tag: Buffer; checksum: number; data: Buffer } {
  const [offset = 0, packed = 0, length = 0, checksum = 0] = [4, 8, 12, 16].map((step) => woff.readUInt32BE(at + step));
  const stored = woff.subarray(offset, offset + packed);
  return { tag: woff.subarray(at, at + 4), checksum, data: packed < length ? inflateSync(stored) : stored };
}
