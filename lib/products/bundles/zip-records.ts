import "server-only";

/** The records of a ZIP file. Numbers of sections are those of APPNOTE.TXT 6.3.10. */

/** One file of an archive. */
export type ZipEntry = {
  /** Without a path. */
  name: string;
  /** Bytes. */
  size: number;
  /** Eight hex digits. */
  crc32: string;
  createdAt: Date;
};

/** 4.4.8, 4.4.9, 4.4.16: what does not fit is this, and its value is in the ZIP64 extra field. */
const IN_ZIP64 = 0xffffffff;
/** 4.4.1.4: the same for counts. */
const COUNT_IN_ZIP64 = 0xffff;
/** 4.4.3: 2.0, or 4.5 with ZIP64. */
const versionNeeded = (isLarge: boolean) => (isLarge ? 45 : 20);
/** 4.4.2: made by UNIX, so that the attributes are its modes. */
const MADE_BY = (3 << 8) | 45;
/** 4.4.4, bit 11: names are UTF-8. */
const UTF8 = 1 << 11;
/** 4.4.5: no compression. */
const STORED = 0;
/** A regular file that its owner may write and everybody read. */
const MODE = 0o100644;

/** 4.3.7 */
export function localHeader(entry: ZipEntry): Buffer {
  const isLarge = entry.size >= IN_ZIP64;
  // 4.5.3: in the local header both sizes, or neither.
  const extra = Buffer.concat([isLarge ? zip64([entry.size, entry.size]) : Buffer.alloc(0), timestamp(entry)]);
  const name = Buffer.from(entry.name);
  const fixed = Buffer.alloc(30);
  fixed.writeUInt32LE(0x04034b50, 0);
  fixed.writeUInt16LE(versionNeeded(isLarge), 4);
  writeCommon(fixed, 6, entry);
  fixed.writeUInt16LE(name.length, 26);
  fixed.writeUInt16LE(extra.length, 28);
  return Buffer.concat([fixed, name, extra]);
}

/** 4.3.12. @param offset of the local header */
export function centralHeader(entry: ZipEntry, offset: number): Buffer {
  const large = [...(entry.size >= IN_ZIP64 ? [entry.size, entry.size] : []), ...(offset >= IN_ZIP64 ? [offset] : [])];
  const extra = Buffer.concat([large.length > 0 ? zip64(large) : Buffer.alloc(0), timestamp(entry)]);
  const name = Buffer.from(entry.name);
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(0x02014b50, 0);
  fixed.writeUInt16LE(MADE_BY, 4);
  fixed.writeUInt16LE(versionNeeded(large.length > 0), 6);
  writeCommon(fixed, 8, entry);
  fixed.writeUInt16LE(name.length, 28);
  fixed.writeUInt16LE(extra.length, 30);
  // No comment, one disk, no internal attributes.
  fixed.writeUInt32LE(MODE * 0x10000, 38);
  fixed.writeUInt32LE(Math.min(offset, IN_ZIP64), 42);
  return Buffer.concat([fixed, name, extra]);
}

/** 4.3.14 to 4.3.16: the end, with its ZIP64 records where a number does not fit. @param central directory: its place and length */
export function endOfCentral({ count, at, length }: { count: number; at: number; length: number }): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, COUNT_IN_ZIP64), 8);
  end.writeUInt16LE(Math.min(count, COUNT_IN_ZIP64), 10);
  end.writeUInt32LE(Math.min(length, IN_ZIP64), 12);
  end.writeUInt32LE(Math.min(at, IN_ZIP64), 16);
  if (at < IN_ZIP64 && length < IN_ZIP64 && count < COUNT_IN_ZIP64) return end;
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  // Of what follows.
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(MADE_BY, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(length), 40);
  record.writeBigUInt64LE(BigInt(at), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(at + length), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
}

/** The fields that both headers have, from the flags to the sizes. */
function writeCommon(header: Buffer, at: number, { size, crc32, createdAt }: ZipEntry): void {
  const { time, date } = dosTime(createdAt);
  header.writeUInt16LE(UTF8, at);
  header.writeUInt16LE(STORED, at + 2);
  header.writeUInt16LE(time, at + 4);
  header.writeUInt16LE(date, at + 6);
  header.writeUInt32LE(Number.parseInt(crc32, 16), at + 8);
  header.writeUInt32LE(Math.min(size, IN_ZIP64), at + 12);
  header.writeUInt32LE(Math.min(size, IN_ZIP64), at + 16);
}

/** 4.5.3 */
function zip64(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(0x0001, 0);
  field.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return field;
}

/** 4.6.1 lists it as 0x5455 (Info-ZIP): the time in seconds of UNIX, which no time zone changes. Its reader takes 31 bits. */
function timestamp({ createdAt }: ZipEntry): Buffer {
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x5455, 0);
  field.writeUInt16LE(5, 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(Math.min(0x7fffffff, Math.max(0, Math.floor(createdAt.getTime() / 1_000))), 5);
  return field;
}

/** 4.4.6: in steps of two seconds, from 1980 to 2107; here in UTC. */
function dosTime(at: Date): { time: number; date: number } {
  const year = Math.min(127, Math.max(0, at.getUTCFullYear() - 1980));
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  };
}
