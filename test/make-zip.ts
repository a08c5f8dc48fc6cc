import { crc32, deflateRawSync } from "node:zlib";

/** ZIP archives, byte by byte, so that each number in them can be a lie. */

export type ZipEntry = {
  name: string | Buffer;
  /** Its bytes, unpacked. */
  content?: Buffer;
  isDeflated?: boolean;
  flags?: number;
  extra?: Buffer;
  /** What its headers say instead of the truth. */
  claims?: { bytes?: number; packed?: number; at?: number };
};

type ZipOptions = {
  comment?: Buffer;
  prefix?: Buffer;
  /** Entries as the end says. */
  count?: number;
  disk?: number;
  zip64?: boolean;
};

type Numbers = { method: number; flags: number; sum: number; packed: number; bytes: number };

/** The directory's record of an entry (APPNOTE 4.3.12). */
export function centralRecord(name: Buffer, numbers: Numbers, at: number, extra: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(20, 6);
  writeNumbers(head, 8, numbers);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(extra.length, 30);
  head.writeUInt32LE(at, 42);
  return Buffer.concat([head, name, extra]);
}

function writeNumbers(head: Buffer, at: number, { method, flags, sum, packed, bytes }: Numbers): void {
  head.writeUInt16LE(flags, at);
  head.writeUInt16LE(method, at + 2);
  head.writeUInt32LE(sum, at + 8);
  head.writeUInt32LE(packed, at + 12);
  head.writeUInt32LE(bytes, at + 16);
}

function localHeader(name: Buffer, numbers: Numbers): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  writeNumbers(head, 6, numbers);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

/** The end of a ZIP: where its directory is. */
export function endRecord(count: number, length: number, at: number, { comment, disk = 0 }: ZipOptions = {}): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(disk, 4);
  end.writeUInt16LE(disk, 6);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(Math.min(length, 0xffffffff), 12);
  end.writeUInt32LE(Math.min(at, 0xffffffff), 16);
  end.writeUInt16LE(comment?.length ?? 0, 20);
  return Buffer.concat([end, comment ?? Buffer.alloc(0)]);
}

/** The same with numbers of 64 bits, in front of `endRecord`. */
export function endRecord64(count: number, length: number, at: number, here: number): Buffer {
  const bytes = Buffer.alloc(56 + 20);
  bytes.writeUInt32LE(0x06064b50, 0);
  bytes.writeBigUInt64LE(44n, 4);
  bytes.writeBigUInt64LE(BigInt(count), 24);
  bytes.writeBigUInt64LE(BigInt(count), 32);
  bytes.writeBigUInt64LE(BigInt(length), 40);
  bytes.writeBigUInt64LE(BigInt(at), 48);
  bytes.writeUInt32LE(0x07064b50, 56);
  bytes.writeBigUInt64LE(BigInt(here), 64);
  bytes.writeUInt32LE(1, 72);
  return bytes;
}

/** A whole archive. */
export function makeZip(entries: readonly ZipEntry[], options: ZipOptions = {}): Buffer {
  const locals: Buffer[] = [];
  const records: Buffer[] = [];
  let at = 0;
  for (const { name, content = Buffer.alloc(0), isDeflated = true, flags = 0, extra, claims = {} } of entries) {
    const bytes = Buffer.from(name);
    const packed = isDeflated ? deflateRawSync(content) : content;
    const numbers = {
      method: isDeflated ? 8 : 0,
      flags,
      sum: crc32(content),
      packed: packed.length,
      bytes: content.length,
    };
    const local = Buffer.concat([localHeader(bytes, numbers), packed]);
    records.push(centralRecord(bytes, { ...numbers, ...claims }, claims.at ?? at, extra));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(records);
  const count = options.count ?? entries.length;
  const end64 = options.zip64 ? endRecord64(count, directory.length, at, at + directory.length) : Buffer.alloc(0);
  const end = options.zip64
    ? endRecord(0xffff, 0xffffffff, 0xffffffff, options)
    : endRecord(count, directory.length, at, options);
  return Buffer.concat([options.prefix ?? Buffer.alloc(0), ...locals, directory, end64, end]);
}
