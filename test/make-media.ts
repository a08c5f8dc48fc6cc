/** Small films and sounds: containers with their directories, and a second of silence where a player needs one. */

const latin = (text: string) => Buffer.from(text, "latin1");
const number = (value: number, bytes: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};

/** A box of MP4: its length, its four letters, and what is in it. */
export function box(type: string, ...content: (Buffer | number[])[]): Buffer {
  const inside = Buffer.concat(content.map((part) => Buffer.from(part)));
  return Buffer.concat([number(inside.length + 8, 4), latin(type), inside]);
}

const full = (type: string, ...content: (Buffer | number[])[]) => box(type, [0, 0, 0, 0], ...content);
const MATRIX = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map((one) => number(one, 4)));
/** Twenty milliseconds of silence in Opus (RFC 6716, table 2). */
const SILENCE = Buffer.from("f8fffe", "hex");
const FRAMES = 250;

type Track = { kind: "vide" | "soun"; entry: Buffer; samples: Buffer[]; scale: number; duration: number };

/** A sample entry of a film (ISO/IEC 14496-12, 12.1.3) of 64 by 48 points. */
export function filmEntry(type: string, ...configuration: Buffer[]): Buffer {
  const size = Buffer.concat([number(64, 2), number(48, 2), number(0x480000, 4), number(0x480000, 4)]);
  const head = [Buffer.alloc(6), number(1, 2), Buffer.alloc(16), size, Buffer.alloc(4), number(1, 2), Buffer.alloc(32)];
  return box(type, ...head, number(24, 2), number(0xffff, 2), ...configuration);
}

/** A sample entry of sound: two channels, 48 kHz. */
export function soundEntry(type: string, ...configuration: Buffer[]): Buffer {
  const head = [Buffer.alloc(6), number(1, 2), Buffer.alloc(8), number(2, 2), number(16, 2), Buffer.alloc(4)];
  return box(type, ...head, number(48_000, 2), number(0, 2), ...configuration);
}

const opusEntry = soundEntry("Opus", box("dOps", [0, 2, 0, 0], number(48_000, 4), [0, 0, 0]));

/** A silent track of five seconds that every current browser plays. */
export const silentTrack = (): Track => ({
  kind: "soun",
  entry: opusEntry,
  samples: Array.from({ length: FRAMES }, () => SILENCE),
  scale: 48_000,
  duration: 960,
});

/** A track whose samples nobody can decode. */
export function brokenTrack(kind: Track["kind"], entry: Buffer): Track {
  return {
    kind,
    entry,
    samples: Array.from({ length: 5 }, () => Buffer.alloc(200, 0x40)),
    scale: 1_000,
    duration: 1_000,
  };
}

/** The configuration of HEVC, main profile, level 3.1, without parameter sets (ISO/IEC 14496-15, 8.3.3). */
export const hevcConfiguration = box("hvcC", Buffer.from("0101600000009000000000005df000fcfdf8f800000f00", "hex"));

/** An MP4 with these tracks, its directory first. */
export function makeMp4(tracks: Track[], brand = "isom"): Buffer {
  const type = box("ftyp", latin(brand), number(0x200, 4), latin(`${brand}iso2mp41`));
  const build = (places: number[]) =>
    box("moov", mvhd(), ...tracks.map((track, index) => trak(track, index + 1, places[index] ?? 0)));
  const begin = type.length + build([]).length + 8;
  const lengths = tracks.map(({ samples }) => samples.reduce((sum, one) => sum + one.length, 0));
  const places = lengths.map((_, index) => begin + lengths.slice(0, index).reduce((sum, one) => sum + one, 0));
  return Buffer.concat([type, build(places), box("mdat", ...tracks.flatMap(({ samples }) => samples))]);
}

function mvhd(): Buffer {
  const times = [number(0, 4), number(0, 4), number(1_000, 4), number(5_000, 4)];
  const rest = [number(0x10000, 4), number(0x100, 2), Buffer.alloc(10), MATRIX, Buffer.alloc(24), number(9, 4)];
  return full("mvhd", ...times, ...rest);
}

function trak({ kind, entry, samples, scale, duration }: Track, id: number, place: number): Buffer {
  const isFilm = kind === "vide";
  const length = samples.length * duration;
  const head = [Buffer.alloc(8), number(id, 4), Buffer.alloc(4), number((length * 1_000) / scale, 4), Buffer.alloc(12)];
  const size = [number(isFilm ? 64 << 16 : 0, 4), number(isFilm ? 48 << 16 : 0, 4)];
  const tkhd = box("tkhd", [0, 0, 0, 3], ...head, number(isFilm ? 0 : 0x100, 2), Buffer.alloc(2), MATRIX, ...size);
  const mdhd = full("mdhd", Buffer.alloc(8), number(scale, 4), number(length, 4), number(0x55c4, 2), Buffer.alloc(2));
  const hdlr = full("hdlr", Buffer.alloc(4), latin(kind), Buffer.alloc(12), latin("\0"));
  const media = isFilm ? box("vmhd", [0, 0, 0, 1], Buffer.alloc(8)) : full("smhd", Buffer.alloc(4));
  const dinf = box("dinf", full("dref", number(1, 4), box("url ", [0, 0, 0, 1])));
  const table = box(
    "stbl",
    full("stsd", number(1, 4), entry),
    full("stts", number(1, 4), number(samples.length, 4), number(duration, 4)),
    full("stsc", number(1, 4), number(1, 4), number(samples.length, 4), number(1, 4)),
    full("stsz", number(0, 4), number(samples.length, 4), ...samples.map((one) => number(one.length, 4))),
    full("stco", number(1, 4), number(place, 4)),
  );
  return box("trak", tkhd, box("mdia", mdhd, hdlr, box("minf", media, dinf, table)));
}

/** An element of EBML: its id, its length in eight bytes, and what is in it. */
export function element(id: string, ...content: Buffer[]): Buffer {
  const inside = Buffer.concat(content);
  return Buffer.concat([Buffer.from(id, "hex"), Buffer.of(0x01, 0), number(inside.length, 6), inside]);
}

/** A Matroska file whose tracks have these codec ids: those that begin with V are film. */
export function makeMkv(codecIds: string[], docType = "matroska"): Buffer {
  const track = (id: string, index: number) =>
    element(
      "ae",
      element("d7", Buffer.of(index + 1)),
      element("83", Buffer.of({ V: 1, A: 2 }[id.charAt(0)] ?? 0x11)),
      element("86", latin(id)),
    );
  const head = element("1a45dfa3", element("4282", latin(docType)), element("4287", Buffer.of(4)));
  const info = element("1549a966", element("2ad7b1", number(1_000_000, 4)));
  return Buffer.concat([
    head,
    element("18538067", info, element("1654ae6b", ...codecIds.map(track)), element("1f43b675", Buffer.alloc(2_000))),
  ]);
}

/** An OGG file whose streams begin with these packets. */
export function makeOgg(...packets: string[]): Buffer {
  const page = (packet: string, index: number) =>
    Buffer.concat([
      latin("OggS\0\u0002"),
      Buffer.alloc(8),
      number(index, 4),
      Buffer.alloc(8),
      Buffer.of(1, packet.length),
      latin(packet),
    ]);
  return Buffer.concat([...packets.map(page), Buffer.alloc(400)]);
}
