import { box, filmEntry } from "../make-media";
import { sparseSource } from "../sparse-source";
import { be, GB, type HostileFile, latin, MB, noise } from "./hostile-file";

/** MP4 and its family. */

const full = (type: string, ...content: Buffer[]) => box(type, Buffer.alloc(4), ...content);
const brand = box("ftyp", latin("isom"), be(0x200), latin("isommp41"));
const MATRIX = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map((one) => be(one)));
/** Baseline, level 3, without parameter sets. */
const entry = filmEntry("avc1", box("avcC", Buffer.from("0142c01effe000", "hex")));

type Tables = { sizes: Buffer; times: Buffer; chunks: Buffer; offsets: Buffer; keys?: Buffer };

/** A directory with one film of so many seconds. */
function moov(seconds: number, { sizes, times, chunks, offsets, keys }: Tables, ...more: Buffer[]): Buffer {
  const length = be(seconds * 1_000);
  const mvhd = full(
    "mvhd",
    be(0, 8),
    be(1_000),
    length,
    be(0x10000),
    be(0x100, 2),
    Buffer.alloc(10),
    MATRIX,
    Buffer.alloc(24),
    be(2),
  );
  const tkhd = box("tkhd", be(3), be(0, 8), be(1), be(0), length, Buffer.alloc(16), MATRIX, be(64 << 16), be(48 << 16));
  const mdhd = full("mdhd", be(0, 8), be(1_000), length, be(0x55c4, 2), be(0, 2));
  const hdlr = full("hdlr", be(0), latin("vide"), Buffer.alloc(12), latin("\0"));
  const dinf = box("dinf", full("dref", be(1), box("url ", be(1))));
  const table = box("stbl", full("stsd", be(1), entry), times, keys ?? Buffer.alloc(0), chunks, sizes, offsets);
  const trak = box(
    "trak",
    tkhd,
    box("mdia", mdhd, hdlr, box("minf", box("vmhd", be(1), Buffer.alloc(8)), dinf, table)),
  );
  return box("moov", mvhd, trak, ...more);
}

const numbers = (count: number, of: (index: number) => number, width = 4) => {
  const bytes = Buffer.alloc(count * width);
  for (let index = 0; index < count; index += 1) {
    if (width === 8) bytes.writeBigUInt64BE(BigInt(of(index)), index * 8);
    else bytes.writeUInt32BE(of(index), index * 4);
  }
  return bytes;
};

/** Three hours at 60 pictures a second in 20 GiB, each chunk a second, and a picture by itself at its beginning. */
function longTables(bytes: number): Tables {
  const [seconds, rate] = [3 * 3_600, 60];
  const size = Math.floor(bytes / (seconds * rate));
  return {
    sizes: full(
      "stsz",
      be(0),
      be(seconds * rate),
      numbers(seconds * rate, () => size),
    ),
    times: full("stts", be(1), be(seconds * rate), be(17)),
    keys: full(
      "stss",
      be(seconds),
      numbers(seconds, (index) => index * rate + 1),
    ),
    chunks: full("stsc", be(1), be(1), be(rate), be(1)),
    offsets: full(
      "co64",
      be(seconds),
      numbers(seconds, (index) => 48 + index * rate * size, 8),
    ),
  };
}

const few: Tables = {
  sizes: full("stsz", be(1_000), be(120)),
  times: full("stts", be(1), be(120), be(1_000)),
  chunks: full("stsc", be(1), be(1), be(1), be(1)),
  offsets: full(
    "stco",
    be(120),
    numbers(120, (index) => 100_000 + index * 1_000),
  ),
};

/** A box of which only the head is there. */
const told = (type: string, length: number) => Buffer.concat([be(length), latin(type)]);
const large = (type: string, length: number) => Buffer.concat([be(1), latin(type), be(length, 8)]);
const file = (size: number, ...parts: Buffer[]) => sparseSource(size, [[0, Buffer.concat([brand, ...parts])]]);

export function hostileFilms(): HostileFile[] {
  const mp4 = { mediaType: "video/mp4", told: { kind: "film" }, silent: true };
  const known = { ...mp4, told: { kind: "film", width: 64, height: 48, codecs: ["H.264"], seconds: 120 } };
  const broken = { ...mp4, told: { kind: "film", trouble: "damaged" }, bytes: 4 * MB };
  return [
    {
      ...known,
      silent: false,
      told: { ...known.told, seconds: 10_800, trouble: null },
      name: "a film with its index at the end of 20 GiB",
      make: () => indexAtEnd(),
      bytes: 48 * MB,
    },
    { ...broken, name: "20 GiB without an index", make: () => file(20 * GB, large("mdat", 20 * GB - brand.length)) },
    { ...broken, name: "an MP4 whose box has no length", make: () => file(MB, told("free", 0), told("free", 0)) },
    { ...broken, name: "an MP4 whose box is one byte", make: () => file(MB, large("free", 0), noise(1_000)) },
    {
      ...broken,
      name: "an MP4 whose box is shorter than its head",
      make: () => file(MB, told("moov", 4), noise(1_000)),
    },
    {
      ...broken,
      name: "an MP4 of 64 bits of length",
      make: () => file(MB, Buffer.concat([be(1), latin("moov"), Buffer.alloc(8, 255)])),
    },
    {
      ...mp4,
      told: { kind: "film", trouble: "too-large" },
      bytes: 4 * MB,
      name: "an MP4 whose index has 8 GiB",
      make: () => file(20 * GB, large("moov", 8 * GB)),
    },
    { ...mp4, name: "an MP4 whose index has 80 MB of zeros", make: () => file(200 * MB, told("moov", 80 * MB)) },
    { ...mp4, name: "an MP4 of boxes in boxes, 10,000 deep", make: () => file(MB, nested(10_000)) },
    {
      ...mp4,
      name: "an MP4 of a million empty boxes",
      make: () => file(20 * MB, Buffer.concat(Array.from({ length: 1_000_000 }, () => box("free")))),
    },
    {
      ...known,
      name: "2,147,483,648 samples of one size",
      make: () =>
        withTables({
          sizes: full("stsz", be(1_000), be(0x80000000)),
          times: full("stts", be(1), be(0x80000000), be(1)),
        }),
    },
    {
      ...known,
      told: { kind: "film", width: 64, height: 48, codecs: ["H.264"] },
      name: "2,147,483,648 samples that are not there",
      make: () =>
        withTables({
          sizes: full(
            "stsz",
            be(0),
            be(0x80000000),
            numbers(100, () => 10),
          ),
        }),
    },
    {
      ...known,
      told: { kind: "film", trouble: "too-large", width: 64, height: 48, codecs: ["H.264"] },
      name: "a table of 20,000,000 samples",
      make: () => withTables({ sizes: full("stsz", be(0), be(20_000_000), Buffer.alloc(80_000_000, 1)) }, 200 * MB),
    },
    {
      ...known,
      name: "chunks of 4,294,967,295 samples",
      silent: false,
      make: () =>
        withTables({
          chunks: full("stsc", be(2), be(1), be(0xffffffff), be(1), be(0xffffffff), be(0xffffffff), be(1)),
        }),
    },
    {
      ...known,
      told: { kind: "film", width: 64, height: 48, codecs: ["H.264"] },
      name: "a table of 1,700,000 times",
      make: () => withTables({ times: full("stts", be(1_700_000), Buffer.alloc(13_600_000, 1)) }, 20 * MB),
    },
    {
      ...known,
      name: "a table of 3,400,000 samples",
      make: () => withTables({ sizes: full("stsz", be(0), be(3_400_000), Buffer.alloc(13_600_000, 1)) }, 20 * MB),
    },
    {
      ...known,
      name: "a table of 1,100,000 chunks",
      make: () => withTables({ chunks: full("stsc", be(1_100_000), Buffer.alloc(13_200_000, 1)) }, 20 * MB),
    },
    {
      ...known,
      name: "samples beyond the end",
      make: () =>
        withTables({
          offsets: full(
            "co64",
            be(120),
            numbers(120, () => 2 ** 52, 8),
          ),
        }),
    },
    { ...mp4, name: "an MP4 with 60 MB of texts", silent: false, told: { kind: "film" }, make: () => texts() },
  ];
}

function indexAtEnd() {
  const index = moov(3 * 3_600, longTables(20 * GB));
  const media = Buffer.concat([brand, large("mdat", 20 * GB + 16)]);
  return sparseSource(brand.length + 20 * GB + 16 + index.length, [
    [0, media],
    [brand.length + 20 * GB + 16, index],
  ]);
}

const withTables = (tables: Partial<Tables>, size = MB) => file(size, moov(120, { ...few, ...tables }));

function nested(depth: number): Buffer {
  const bytes = Buffer.alloc(depth * 8);
  for (let index = 0; index < depth; index += 1)
    told(index === 0 ? "moov" : "trak", (depth - index) * 8).copy(bytes, index * 8);
  return bytes;
}

function texts() {
  const value = box("data", be(1), be(0), Buffer.alloc(60 * MB, 0x61));
  const list = box(
    "udta",
    full("meta", full("hdlr", be(0), latin("mdirappl"), Buffer.alloc(9)), box("ilst", box("\xa9nam", value))),
  );
  return file(80 * MB, moov(120, few, list));
}
