import { sparseSource } from "../sparse-source";
import { be, GB, type HostileFile, KB, latin, le, MB, noise } from "./hostile-file";

/** A frame of silence in MP3: 128 kbit/s, 44.1 kHz, two channels (ISO/IEC 11172-3, 2.4.1.3). */
const frame = Buffer.concat([Buffer.from("fffb9000", "hex"), Buffer.alloc(413)]);
/** So many minutes of it. */
const mp3 = (minutes: number) => Buffer.concat(Array.from({ length: Math.round(minutes * 2_296.9) }, () => frame));

/** A tag of ID3v2.3 with these frames, or of a length alone. */
const tagOf = (length: number, ...frames: Buffer[]) =>
  Buffer.concat([
    latin("ID3\x03\0\0"),
    Buffer.from([length >> 21, (length >> 14) & 127, (length >> 7) & 127, length & 127]),
    ...frames,
  ]);

const frameOf = (name: string, length: number, ...bytes: Buffer[]) =>
  Buffer.concat([latin(name), be(length), Buffer.alloc(2), ...bytes]);

/** A sound behind a tag that is so long. */
function tagged(length: number, ...frames: Buffer[]) {
  const [head, sound] = [tagOf(length, ...frames), mp3(2)];
  const begin = 10 + length;
  return sparseSource(begin + sound.length, [
    [0, head],
    [begin, sound],
  ]);
}

/** A WAV of two channels, 44.1 kHz and 16 bits, that says `told`, and has `length` bytes of sound. */
function wav(told: number, length: number, more: Buffer[] = [], riff = "RIFF", bits = 16) {
  const format = Buffer.concat([le(1, 2), le(2, 2), le(44_100), le((44_100 * bits) / 4), le(bits / 4, 2), le(bits, 2)]);
  const head = [latin(riff), le(0xffffffff), latin("WAVE"), ...more, latin("fmt "), le(16), format, latin("data")];
  const begin = Buffer.concat([...head, le(told)]);
  return sparseSource(begin.length + length, [[0, begin]]);
}

const MINUTE = 60 * 44_100 * 4;
const streamInfo = (samples: number) =>
  Buffer.concat([
    be(4_096, 2),
    be(4_096, 2),
    Buffer.alloc(6),
    Buffer.from("0ac442f", "hex").subarray(0, 3),
    be(0xf0, 1),
    be(samples),
    Buffer.alloc(16),
  ]);
const block = (type: number, length: number, ...bytes: Buffer[]) =>
  Buffer.concat([be(type, 1), be(length, 3), ...bytes]);

/** A FLAC with such blocks behind the first, and then nothing that is sound. */
function flac(...blocks: { type: number; length: number; bytes?: Buffer }[]) {
  const pieces: [number, Buffer][] = [[0, Buffer.concat([latin("fLaC"), block(0, 34, streamInfo(44_100 * 120))])]];
  let at = 42;
  for (const [index, { type, length, bytes = Buffer.alloc(0) }] of blocks.entries()) {
    pieces.push([at, block(type | (index === blocks.length - 1 ? 128 : 0), length, bytes)]);
    at += 4 + length;
  }
  return sparseSource(at + 10 * MB, pieces);
}

const sound = { kind: "sound" };
const picture = (length: number) =>
  Buffer.concat([be(3), be(9), latin("image/png"), be(0), be(0, 8), be(0, 8), be(length - 41)]);

export function hostileSounds(): HostileFile[] {
  const audio = { mediaType: "audio/mpeg", told: { ...sound, codec: "MP3" } };
  const pcm = { mediaType: "audio/wav", told: { ...sound, codec: "PCM", sampleRate: 44_100, channels: 2 } };
  const flacs = { mediaType: "audio/flac", told: { ...sound, codec: "FLAC", seconds: 120, sampleRate: 44_100 } };
  const apic = Buffer.concat([latin("\0image/jpeg\0\x03\0"), noise(64 * KB)]);
  return [
    {
      ...audio,
      name: "an MP3 whose tag is a picture of 50 MB",
      make: () => tagged(50 * MB, frameOf("APIC", 50 * MB - 10, apic)),
      bytes: 8 * MB,
    },
    {
      ...audio,
      name: "an MP3 whose tag is a text of 50 MB",
      make: () => tagged(50 * MB, frameOf("TIT2", 50 * MB - 10, latin("\0"), noise(MB))),
      bytes: 8 * MB,
    },
    {
      ...audio,
      name: "an MP3 whose tag is a text of 10 MB",
      make: () => tagged(10 * MB, frameOf("TIT2", 10 * MB - 10, latin("\x01"), noise(10 * MB - 11))),
      bytes: 20 * MB,
    },
    {
      ...audio,
      name: "an MP3 whose tag has a million frames",
      make: () =>
        tagged(11 * MB, Buffer.concat(Array.from({ length: 1_000_000 }, () => frameOf("TIT2", 1, Buffer.of(0))))),
      bytes: 20 * MB,
    },
    {
      ...audio,
      name: "an MP3 of tags alone",
      told: { ...sound, trouble: "damaged" },
      make: () => sparseSource(50 * MB + 10, [[0, tagOf(50 * MB)]]),
      bytes: MB,
      silent: true,
    },
    {
      ...audio,
      name: "an MP3 of tag behind tag",
      told: sound,
      make: () => sparseSource(20 * MB, [], (into, at) => tags(into, at)),
      bytes: 8 * MB,
    },
    { ...audio, name: "an MP3 that counts 4 thousand million frames", make: () => counted(), bytes: 20 * MB },
    {
      ...audio,
      name: "noise behind a frame of MP3",
      told: sound,
      make: () => sparseSource(20 * MB, [[0, Buffer.concat([frame, noise(2 * MB)])]]),
      bytes: 20 * MB,
    },
    {
      mediaType: "audio/aac",
      name: "noise behind a frame of AAC",
      told: sound,
      make: () => sparseSource(20 * MB, [[0, Buffer.concat([Buffer.from("fff15080020ffc", "hex"), noise(2 * MB)])]]),
      bytes: 20 * MB,
    },
    {
      ...pcm,
      name: "a WAV that says more than it has",
      told: { ...pcm.told, seconds: 60, trouble: "damaged" },
      make: () => wav(2_000_000_000, MINUTE),
    },
    {
      ...pcm,
      name: "a WAV that says less than it has",
      told: { ...pcm.told, seconds: 30, trouble: null },
      make: () => wav(MINUTE / 2, 10 * MINUTE),
      silent: true,
    },
    {
      ...pcm,
      name: "a WAV of unknown length",
      told: { ...pcm.told, seconds: 180, trouble: null },
      make: () => wav(0xffffffff, 3 * MINUTE),
    },
    {
      ...pcm,
      name: "an RF64 of 20 GiB",
      told: { ...pcm.told, trouble: null },
      make: () => wav(0xffffffff, 20 * GB, [latin("ds64"), le(28), le(0, 8), le(20 * GB, 8), Buffer.alloc(12)], "RF64"),
      bytes: 48 * MB,
    },
    {
      ...pcm,
      name: "a WAV of a million empty chunks",
      told: sound,
      make: () =>
        wav(
          MINUTE,
          MINUTE,
          Array.from({ length: 1_000_000 }, () => Buffer.concat([latin("junk"), le(0)])),
        ),
      bytes: MB,
      silent: true,
    },
    {
      ...pcm,
      name: "a WAV without channels",
      told: { ...sound, trouble: "damaged" },
      make: () =>
        sparseSource(MB, [
          [
            0,
            Buffer.concat([latin("RIFF"), le(MB), latin("WAVEfmt "), le(16), Buffer.alloc(16), latin("data"), le(MB)]),
          ],
        ]),
      silent: true,
    },
    {
      ...pcm,
      name: "a WAV of samples of 65,535 bits",
      told: sound,
      make: () => wav(MINUTE, MINUTE, [], "RIFF", 65_535 & ~7),
      silent: true,
    },
    {
      mediaType: "audio/aiff",
      name: "an AIFF of an endless rate",
      told: { ...sound, trouble: "damaged" },
      make: () =>
        sparseSource(MB, [
          [
            0,
            Buffer.concat([
              latin("FORM"),
              be(MB),
              latin("AIFFCOMM"),
              be(18),
              be(2, 2),
              be(0xffffffff),
              be(16, 2),
              Buffer.from("7fff8000000000000000", "hex"),
              latin("SSND"),
              be(MB),
              be(0, 8),
            ]),
          ],
        ]),
      silent: true,
    },
    {
      ...flacs,
      name: "a FLAC with a picture of 16 MB",
      make: () => flac({ type: 6, length: 0xffffff, bytes: picture(0xffffff) }),
      bytes: 32 * MB,
      silent: true,
    },
    {
      ...flacs,
      name: "a FLAC with 100 blocks of 16 MB",
      make: () => flac(...Array.from({ length: 100 }, () => ({ type: 6, length: 0xffffff, bytes: picture(0xffffff) }))),
      bytes: 48 * MB,
      silent: true,
    },
    {
      ...flacs,
      name: "a FLAC with 16 MB of texts",
      make: () => flac({ type: 4, length: 0xffffff, bytes: Buffer.concat([le(0), le(0xffffffff), le(0xfffffff)]) }),
      bytes: 32 * MB,
      silent: true,
    },
    {
      ...flacs,
      name: "a FLAC whose texts are 4 thousand million",
      make: () => flac({ type: 4, length: MB, bytes: Buffer.concat([le(0), le(0xffffffff)]) }),
      bytes: 32 * MB,
      silent: true,
    },
  ];
}

/** Empty tags, one after the other. */
function tags(into: Buffer, at: number): void {
  const tag = tagOf(0);
  for (let index = 0; index < into.length; index += 1) into[index] = tag[(at + index) % tag.length] ?? 0;
}

function counted() {
  const xing = Buffer.from(frame);
  latin("Xing").copy(xing, 36);
  be(1).copy(xing, 40);
  be(0xffffffff).copy(xing, 44);
  const bytes = Buffer.concat([xing, mp3(2)]);
  return sparseSource(bytes.length, [[0, bytes]]);
}
