import { crc32, deflateRawSync } from "node:zlib";

/** One entry of an archive. What its directory says of it may be something else than what is there. */
export type Packed = {
  name: string | Buffer;
  content?: string | Buffer;
  /** Compressed by deflate; as it is by default. */
  deflate?: boolean;
  /** In place of its content's bytes: compressed already. */
  raw?: Buffer;
  /** Bytes of it, unpacked, as the directory says. */
  says?: number;
  /** Flags beside 11, by which names are UTF-8; 1 is a password. */
  flags?: number;
};

function numbers(...values: [value: number, bytes: number][]): Buffer {
  const bytes = Buffer.alloc(values.reduce((total, [, length]) => total + length, 0));
  let at = 0;
  for (const [value, length] of values) {
    bytes.writeUIntLE(value, at, length);
    at += length;
  }
  return bytes;
}

/** A ZIP archive (APPNOTE 6.3), or one that lies. */
export function packZip(entries: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content = "", deflate = false, raw, says, flags = 0 } of entries) {
    const plain = Buffer.from(content);
    const data = raw ?? (deflate ? deflateRawSync(plain) : plain);
    const named = Buffer.from(name);
    const method = deflate ? 8 : 0;
    const common = numbers(
      [20, 2],
      [0x800 | flags, 2],
      [method, 2],
      [0, 4],
      [crc32(plain), 4],
      [data.length, 4],
      [says ?? plain.length, 4],
      [named.length, 2],
      [0, 2],
    );
    parts.push(numbers([0x04034b50, 4]), common, named, data);
    directory.push(numbers([0x02014b50, 4], [20, 2]), common, numbers([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), named);
    at += 30 + named.length + data.length;
  }
  const head = Buffer.concat(directory);
  return Buffer.concat([...parts, head, ending(entries.length, head.length, at)]);
}

/** @param count of entries @param length of the directory @param at where it begins */
function ending(count: number, length: number, at: number): Buffer {
  const shown = Math.min(count, 0xffff);
  const end = numbers([0x06054b50, 4], [0, 4], [shown, 2], [shown, 2], [length, 4], [at, 4], [0, 2]);
  if (count <= 0xffff) return end;
  // Of more entries than that, their number is in a further record (ZIP64).
  const far = numbers([0x06064b50, 4], [44, 6], [0, 2], [45, 2], [45, 2], [0, 6], [0, 2]);
  const counts = numbers([count, 6], [0, 2], [count, 6], [0, 2], [length, 6], [0, 2], [at, 6], [0, 2]);
  const where = numbers([0x07064b50, 4], [0, 4], [at + length, 6], [0, 2], [1, 4]);
  return Buffer.concat([far, counts, where, end]);
}

/** An archive of so many empty entries, called by their numbers in seven digits, as fast as it can be made. */
export function packMany(count: number): Buffer {
  const one = packZip([{ name: "0000000.png" }]);
  const [local, listed] = [41, 57];
  const files = Buffer.alloc(count * local);
  const directory = Buffer.alloc(count * listed);
  for (let index = 0; index < count; index += 1) {
    const name = String(index).padStart(7, "0");
    one.copy(files, index * local, 0, local);
    files.write(name, index * local + 30);
    one.copy(directory, index * listed, local, local + listed);
    directory.writeUInt32LE(index * local, index * listed + 42);
    directory.write(name, index * listed + 46);
  }
  return Buffer.concat([files, directory, ending(count, directory.length, files.length)]);
}
