import { deflateRawSync } from "node:zlib";
import type { ByteSource } from "@/lib/storage/byte-source";
import { tarEntry } from "./make-tar";
import { centralRecord, endRecord, endRecord64, makeZip } from "./make-zip";

/** Archives that no program made, for `hostile-archives.ts`. */

const MB = 1024 * 1024;

/** A directory of this many empty files, with names of this many bytes. */
export function manyFiles(count: number, nameLength: number): Buffer {
  const numbers = { method: 0, flags: 0, sum: 0, packed: 0, bytes: 0 };
  const record = centralRecord(Buffer.alloc(nameLength, "n"), numbers, 0);
  const directory = Buffer.alloc(record.length * count);
  for (let index = 0; index < count; index += 1) {
    record.copy(directory, index * record.length);
    directory.write(String(index).padStart(8, "0"), index * record.length + 46, "latin1");
  }
  const end64 = endRecord64(count, directory.length, 0, directory.length);
  return Buffer.concat([directory, end64, endRecord(count, 0xffffffff, 0xffffffff)]);
}

/** Entries that all are the same bytes (a bomb that needs no nesting). */
export function overlapping(count: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(MB));
  const entry = { content: Buffer.alloc(MB), claims: { at: 0 } };
  const zip = makeZip([{ name: "0", ...entry }]);
  const numbers = { method: 8, flags: 0, sum: 0, packed: packed.length, bytes: MB };
  const records = Buffer.concat(
    Array.from({ length: count }, (_, index) => centralRecord(Buffer.from(`${index}`), numbers, 0)),
  );
  const local = zip.subarray(0, 31 + packed.length);
  return Buffer.concat([local, records, endRecord(count, records.length, local.length)]);
}

/** A comment with end records that point at nothing, each of which claims to be the last. */
export function fakeEnds(): Buffer {
  const comment = Buffer.alloc(65_000);
  for (let at = 0; at + 22 <= comment.length; at += 22) {
    endRecord(1, 46, 7).copy(comment, at);
    comment.writeUInt16LE(comment.length - at - 22, at + 20);
  }
  return makeZip([{ name: "real.txt", content: Buffer.from("words ".repeat(100)) }], { comment });
}

/** So many zeros after some bytes, kept nowhere. */
export function thenZeros(start: Buffer, size: number): ByteSource {
  return {
    size,
    async read(at, length) {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
      if (at < start.length) start.copy(bytes, 0, at);
      return bytes;
    },
  };
}

/** Each header is in another block of storage. */
export function farApart(size: number): ByteSource {
  const apart = 100 * MB;
  const header = tarEntry({ name: "a", size: apart - 512 });
  return {
    size,
    async read(at, length) {
      const bytes = Buffer.alloc(length);
      if (at % apart === 0) header.copy(bytes);
      return bytes;
    },
  };
}

/** A directory of this many records of 64 KB, kept nowhere but its end. */
export function thenEnd(count: number): ByteSource {
  const record = centralRecord(Buffer.alloc(0xff00, "n"), { method: 0, flags: 0, sum: 0, packed: 0, bytes: 0 }, 0);
  const length = record.length * count;
  const end = Buffer.concat([endRecord64(count, length, 0, length), endRecord(count, 0xffffffff, 0xffffffff)]);
  return {
    size: length + end.length,
    async read(at, wanted) {
      const bytes = Buffer.alloc(wanted);
      for (let done = 0; done < wanted; ) {
        const from = at + done;
        const part = from < length ? record.subarray(from % record.length) : end.subarray(from - length);
        if (part.length === 0) break;
        done += part.copy(bytes, done);
      }
      return bytes.subarray(0, Math.max(0, Math.min(wanted, length + end.length - at)));
    },
  };
}
