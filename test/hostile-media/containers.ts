import { element } from "../make-media";
import { sparseSource } from "../sparse-source";
import { be, GB, type HostileFile, latin, le, MB, noise } from "./hostile-file";

/** OGG and Matroska. */

/** A page of OGG (RFC 3533, 6) without a checksum, which readers of tags do not need. */
function page(flags: number, granule: number, lacing: number[], content: Buffer, serial = 1): Buffer {
  const head = [latin("OggS\0"), be(flags, 1), le(granule, 8), le(serial), le(0), le(0), be(lacing.length, 1)];
  return Buffer.concat([...head, Buffer.from(lacing), content]);
}

const opusHead = Buffer.concat([latin("OpusHead"), Buffer.of(1, 2), le(312, 2), le(48_000), Buffer.of(0, 0, 0)]);
const opusTags = Buffer.concat([latin("OpusTags"), le(0), le(0)]);
const opus = [page(2, 0, [opusHead.length], opusHead), page(0, 0, [opusTags.length], opusTags)];
/** A second of silence: fifty packets of 20 ms. */
const second = (granule: number) =>
  page(0, granule, new Array(50).fill(3), Buffer.concat(new Array(50).fill(Buffer.from("f8fffe", "hex"))));
const whole = page(0, 48_000, new Array(255).fill(255), Buffer.alloc(255 * 255));

/** The same page over and over. */
const again = (bytes: Buffer, from: number) => (into: Buffer, at: number) => {
  for (let index = 0; index < into.length; index += 1) {
    const place = at + index - from;
    if (place >= 0) into[index] = bytes[place % bytes.length] ?? 0;
  }
};

const start = Buffer.concat(opus);
const head = (docType: string) => element("1a45dfa3", element("4282", latin(docType)), element("4287", Buffer.of(4)));
const tracks = element(
  "1654ae6b",
  element(
    "ae",
    element("d7", Buffer.of(1)),
    element("73c5", Buffer.of(1)),
    element("83", Buffer.of(1)),
    element("86", latin("V_VP8")),
    element("e0", element("b0", be(320, 2)), element("ba", be(180, 2))),
  ),
);
const info = element("1549a966", element("2ad7b1", be(1_000_000)));
/** A segment whose length is not known. */
const open = Buffer.concat([Buffer.from("18538067", "hex"), Buffer.from("01ffffffffffffff", "hex"), info, tracks]);
const cluster = (bytes: number) =>
  Buffer.concat([
    Buffer.from("1f43b675", "hex"),
    Buffer.from("01ffffffffffffff", "hex"),
    element("e7", be(0)),
    element("a3", Buffer.concat([Buffer.of(0x81, 0, 0, 0x80), Buffer.alloc(bytes)])),
  ]);

export function hostileContainers(): HostileFile[] {
  const ogg = { mediaType: "audio/ogg", told: { kind: "sound", codec: "Opus", channels: 2 } };
  const mkv = { mediaType: "video/matroska", told: { kind: "film", width: 320, height: 180, codecs: ["VP8"] } };
  const webm = Buffer.concat([head("webm"), open]);
  return [
    {
      ...ogg,
      name: "an OGG that never ends, of 20 GiB",
      make: () => sparseSource(20 * GB, [[0, start]], again(second(48_000), start.length)),
    },
    {
      ...ogg,
      name: "an OGG whose packet never ends",
      make: () => sparseSource(2 * GB, [[0, start]], again(whole, start.length)),
    },
    {
      ...ogg,
      name: "an OGG whose texts never end",
      told: { kind: "sound" },
      make: () => sparseSource(2 * GB, [[0, opus[0] ?? start]], again(whole, opus[0]?.length ?? 0)),
      silent: true,
    },
    {
      ...ogg,
      name: "an OGG of a million streams",
      told: { kind: "sound" },
      make: () => sparseSource(GB, [], again(opus[0] ?? start, 0)),
      silent: true,
    },
    { ...ogg, name: "an OGG of zeros", make: () => sparseSource(20 * GB, [[0, start]]), silent: true },
    {
      ...mkv,
      name: "a Matroska without lengths and cues, of 20 GiB",
      make: () => sparseSource(20 * GB, [[0, webm]], again(cluster(MB), webm.length)),
      silent: true,
    },
    {
      ...mkv,
      name: "a Matroska of empty clusters, of 20 GiB",
      make: () => sparseSource(20 * GB, [[0, webm]], again(cluster(0), webm.length)),
      silent: true,
    },
    {
      ...mkv,
      told: { kind: "film" },
      name: "a Matroska of empty elements",
      make: () => sparseSource(2 * GB, [[0, webm]], again(Buffer.from("ec80", "hex"), webm.length)),
      silent: true,
    },
    {
      ...mkv,
      told: { kind: "film" },
      name: "a Matroska of noise",
      make: () =>
        sparseSource(200 * MB, [
          [0, webm],
          [webm.length, noise(4 * MB)],
        ]),
      silent: true,
    },
    {
      ...mkv,
      name: "a Matroska with an attachment of 1 GiB",
      told: { kind: "film" },
      make: () => attached(),
      silent: true,
    },
    {
      ...mkv,
      name: "a Matroska of elements in elements, 100,000 deep",
      told: { kind: "film" },
      make: () => nested(),
      silent: true,
    },
  ];
}

function attached() {
  const file = Buffer.concat([Buffer.from("465c", "hex"), Buffer.of(0x01, 0), be(GB, 6)]);
  const around = Buffer.concat([
    Buffer.from("1941a469", "hex"),
    Buffer.of(0x01, 0),
    be(GB + 30, 6),
    Buffer.from("61a7", "hex"),
    Buffer.of(0x01, 0),
    be(GB + 20, 6),
    file,
  ]);
  return sparseSource(2 * GB, [[0, Buffer.concat([head("matroska"), open, around])]]);
}

function nested() {
  const part = Buffer.concat(Array.from({ length: 100_000 }, () => Buffer.from("ae01ffffffffffffff", "hex")));
  return sparseSource(2 * MB, [
    [
      0,
      Buffer.concat([head("matroska"), Buffer.from("1853806701ffffffffffffff1654ae6b01ffffffffffffff", "hex"), part]),
    ],
  ]);
}
