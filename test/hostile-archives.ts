import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { ArchiveFacts } from "@/lib/previews/facts/schema";
import type { ByteSource } from "@/lib/storage/byte-source";
import { fakeEnds, farApart, manyFiles, overlapping, thenEnd, thenZeros } from "./lying-archives";
import { makeTar, paxRecords, tarEntry } from "./make-tar";
import { makeZip } from "./make-zip";

/** Archives that lie, cannot be unpacked, or are made to cost much; with what is honestly told of each. */
export type HostileArchive = {
  what: string;
  mediaType: string;
  name?: string;
  make: () => Buffer | ByteSource;
  facts: Omit<ArchiveFacts, "kind">;
};

const ZIP = "application/zip";
const TAR = "application/x-tar";
const GZIP = "application/gzip";
const MB = 1024 * 1024;
const text = Buffer.from("words ".repeat(100));
const told = (files: number | null, bytes: number | null, trouble: ArchiveFacts["trouble"] = null) => ({
  files,
  bytes,
  trouble,
});

const inner = makeZip([{ name: "a", content: text }]);
const bomb = (bytes: number) => gzipSync(Buffer.alloc(bytes), { level: 9 });
const oneFile = tarEntry({ name: "a" });
const noise = randomBytes(20_000);

export const hostileArchives: readonly HostileArchive[] = [
  {
    what: "a ZIP that says its file has 4 GB",
    mediaType: ZIP,
    make: () => makeZip([{ name: "a", content: text, claims: { bytes: 4e9 } }]),
    facts: told(1, null, "damaged"),
  },
  {
    what: "a ZIP whose stored file is longer than its bytes",
    mediaType: ZIP,
    make: () => makeZip([{ name: "a", content: text, isDeflated: false, claims: { bytes: 9_999 } }]),
    facts: told(1, null, "damaged"),
  },
  {
    what: "a ZIP that says it has more files than it has",
    mediaType: ZIP,
    make: () => makeZip([{ name: "a", content: text }], { count: 60_000 }),
    facts: told(1, null, "damaged"),
  },
  {
    what: "a ZIP whose file lies beyond its end",
    mediaType: ZIP,
    make: () => makeZip([{ name: "a", content: text, claims: { at: 3e9 } }]),
    facts: told(1, null, "damaged"),
  },
  {
    what: "a ZIP whose files overlap",
    mediaType: ZIP,
    make: () => overlapping(1_000),
    facts: told(1_000, null, "damaged"),
  },
  { what: "a ZIP of 1,000,000 files", mediaType: ZIP, make: () => manyFiles(1_000_000, 16), facts: told(1_000_000, 0) },
  { what: "a ZIP of names of 64 KB", mediaType: ZIP, make: () => manyFiles(1_000, 0xffff), facts: told(1_000, 0) },
  {
    what: "a ZIP whose directory has 170 MB",
    mediaType: ZIP,
    make: () => thenEnd(2_600),
    facts: told(null, null, "too-large"),
  },
  {
    what: "a ZIP in a ZIP",
    mediaType: ZIP,
    make: () => makeZip([{ name: "inner.zip", content: inner, isDeflated: false }]),
    facts: told(1, inner.length),
  },
  {
    what: "an encrypted ZIP",
    mediaType: ZIP,
    make: () => makeZip([{ name: "a", content: text, flags: 1 }]),
    facts: told(1, text.length, "encrypted"),
  },
  {
    what: "a ZIP64",
    mediaType: ZIP,
    make: () => makeZip([{ name: "a", content: text }], { zip64: true }),
    facts: told(1, text.length),
  },
  {
    what: "the last part of a ZIP that was split",
    mediaType: ZIP,
    make: () => makeZip([{ name: "a", content: text }], { disk: 3 }),
    facts: told(0, null, "damaged"),
  },
  { what: "a ZIP with a comment full of ends", mediaType: ZIP, make: fakeEnds, facts: told(0, null, "damaged") },
  {
    what: "a ZIP behind a program",
    mediaType: ZIP,
    make: () => makeZip([{ name: "a", content: text }], { prefix: Buffer.alloc(5_000, 1) }),
    facts: told(1, text.length),
  },
  {
    what: "the first half of a ZIP",
    mediaType: ZIP,
    make: () => makeZip([{ name: "a", content: text }]).subarray(0, 60),
    facts: told(0, null, "damaged"),
  },
  { what: "nothing", mediaType: ZIP, make: () => Buffer.alloc(0), facts: told(0, null, "damaged") },
  {
    what: "a TAR whose pax records have 1 GB",
    mediaType: TAR,
    make: () => thenZeros(tarEntry({ name: "p", type: "x", size: 1024 * MB }), 1025 * MB),
    facts: told(0, 0),
  },
  {
    what: "a TAR with a size below zero",
    mediaType: TAR,
    make: () =>
      makeTar([
        { name: "a", content: text },
        { name: "b", size: Buffer.alloc(12, 0xff) },
      ]),
    facts: told(1, null, "damaged"),
  },
  {
    what: "a TAR with a size that is no number",
    mediaType: TAR,
    make: () => makeTar([{ name: "a", size: Buffer.from("99999999999\0") }]),
    facts: told(0, null, "damaged"),
  },
  {
    what: "a TAR whose sum is wrong",
    mediaType: TAR,
    make: () =>
      makeTar([
        { name: "a", content: text },
        { name: "b", isSumWrong: true },
      ]),
    facts: told(1, null, "damaged"),
  },
  {
    what: "a TAR whose file lies beyond its end",
    mediaType: TAR,
    make: () => makeTar([{ name: "a", size: 8e9 }]),
    facts: told(1, null, "damaged"),
  },
  {
    what: "a TAR whose holes never end",
    mediaType: TAR,
    make: () => thenZeros(tarEntry({ name: "s", type: "S", change: (header) => header.fill(1, 482, 483) }), 10 * MB),
    facts: told(1, 0),
  },
  {
    what: "a TAR with a pax size that is a lie",
    mediaType: TAR,
    make: () =>
      makeTar([
        { name: "p", type: "x", content: paxRecords({ size: "9e15", path: "a" }) },
        { name: "a", content: text },
      ]),
    facts: told(1, null, "damaged"),
  },
  {
    what: "a TAR of 100,000 files",
    mediaType: TAR,
    make: () => Buffer.concat(Array.from({ length: 100_000 }, () => oneFile)),
    facts: told(100_000, 0),
  },
  {
    what: "a TAR that seeks all over 2 TB",
    mediaType: TAR,
    make: () => farApart(2e12),
    facts: told(null, null, "too-large"),
  },
  {
    what: "a gzip bomb",
    mediaType: GZIP,
    name: "zeros.bin.gz",
    make: () => bomb(600 * MB),
    facts: told(null, null, "too-large"),
  },
  {
    what: "a gzip bomb that is a TAR",
    mediaType: GZIP,
    name: "zeros.tgz",
    make: () => gzipSync(Buffer.concat([tarEntry({ name: "a", size: 8e9 }), Buffer.alloc(600 * MB)])),
    facts: told(null, null, "too-large"),
  },
  {
    what: "half of a gzip",
    mediaType: GZIP,
    name: "a.txt.gz",
    make: () => gzipSync(noise).subarray(0, 5_000),
    facts: told(1, null, "damaged"),
  },
  {
    what: "the head of a gzip",
    mediaType: GZIP,
    name: "a.txt.gz",
    make: () => gzipSync(text).subarray(0, 12),
    facts: told(1, null, "damaged"),
  },
];
