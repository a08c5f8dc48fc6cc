import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasMediaTools, openStudio, paintCover, recordSound, type Studio } from "@/test/media-tools";
import { readContent } from "@/test/read-content";

/** Long enough for a sample. */
const LENGTH = 96;
const words = (text: string) => text.split(" ");
const ffmpeg = (codec: string) => words(`ffmpeg -v error -y -i sound.wav ${codec}`);
const gstreamer = (codec: string, name: string) =>
  words(
    `gst-launch-1.0 -q filesrc location=sound.wav ! wavparse ! audioconvert ! ${codec} ! filesink location=${name}`,
  );
const told = { kind: "sound", trouble: null, channels: 2, sampleRate: 44_100 };
const tags = { title: "Sea song", artist: "Ann Onym", album: "Waves" };

/** A name with its ending, how it is made, its type, what is told of it, and the type of its sample. */
type Sound = [name: string, command: string[], mediaType: string, facts: object, sample: string | null];

const sounds: Sound[] = [
  ["lame.mp3", words("lame --quiet -b 128 sound.wav lame.mp3"), "audio/mpeg", { codec: "MP3" }, "audio/mpeg"],
  ["vbr.mp3", words("lame --quiet -V 4 sound.wav vbr.mp3"), "audio/mpeg", { codec: "MP3" }, "audio/mpeg"],
  ["shine.mp3", ffmpeg("-c:a libshine -write_xing 0 shine.mp3"), "audio/mpeg", { codec: "MP3", ...tags }, "audio/mpeg"],
  ["gstreamer.mp3", gstreamer("lamemp3enc", "gstreamer.mp3"), "audio/mpeg", { codec: "MP3" }, "audio/mpeg"],
  ["flac.flac", words("flac -s -f sound.wav -o flac.flac"), "audio/flac", { codec: "FLAC", bitDepth: 16 }, "audio/mp4"],
  ["small.flac", words("flac -s -f -8 -b 512 sound.wav -o small.flac"), "audio/flac", { codec: "FLAC" }, "audio/mp4"],
  ["ffmpeg.flac", ffmpeg("-sample_fmt s32 ffmpeg.flac"), "audio/flac", { bitDepth: 24, ...tags }, "audio/mp4"],
  ["gstreamer.flac", gstreamer("flacenc", "gstreamer.flac"), "audio/flac", { codec: "FLAC" }, "audio/mp4"],
  ["oggenc.ogg", words("oggenc -Q sound.wav -o oggenc.ogg"), "audio/ogg", { codec: "Vorbis" }, "audio/webm"],
  ["vorbis.ogg", ffmpeg("-c:a libvorbis vorbis.ogg"), "audio/ogg", { codec: "Vorbis", ...tags }, "audio/webm"],
  ["gstreamer.ogg", gstreamer("vorbisenc ! oggmux", "gstreamer.ogg"), "audio/ogg", { codec: "Vorbis" }, "audio/webm"],
  [
    "opusenc.opus",
    words("opusenc --quiet sound.wav opusenc.opus"),
    "audio/ogg; codecs=opus",
    { codec: "Opus", sampleRate: 48_000 },
    "audio/ogg",
  ],
  ["ffmpeg.m4a", ffmpeg("ffmpeg.m4a"), "audio/mp4", { codec: "AAC", ...tags }, "audio/mp4"],
  [
    "parts.m4a",
    ffmpeg("-movflags empty_moov -frag_duration 3000000 parts.m4a"),
    "audio/mp4",
    { codec: "AAC" },
    "audio/mp4",
  ],
  ["voaacenc.m4a", gstreamer("voaacenc ! mp4mux", "voaacenc.m4a"), "audio/mp4", { codec: "AAC" }, "audio/mp4"],
  [
    "tagged.m4a",
    ["AtomicParsley", "voaacenc.m4a", "--title", "Sea song", "--artist", "Ann Onym", "-o", "tagged.m4a"],
    "audio/mp4",
    { codec: "AAC", title: "Sea song", artist: "Ann Onym" },
    "audio/mp4",
  ],
  ["alac.m4a", ffmpeg("-c:a alac alac.m4a"), "audio/mp4", tags, null],
  ["adts.aac", ffmpeg("adts.aac"), "audio/aac", { codec: "AAC" }, "audio/mp4"],
  ["sound.mka", words("mkvmerge -q -o sound.mka flac.flac"), "audio/matroska", { codec: "FLAC" }, "audio/mp4"],
  ["sound.wav", words("ffmpeg -version"), "audio/wav", { codec: "PCM", bitDepth: 16, ...tags }, "audio/wav"],
  [
    "sox.wav",
    words("sox sound.wav -b 24 -r 96000 sox.wav"),
    "audio/wav",
    { bitDepth: 24, sampleRate: 96_000 },
    "audio/wav",
  ],
  ["float.wav", ffmpeg("-c:a pcm_f32le float.wav"), "audio/wav", { bitDepth: 32 }, "audio/wav"],
  ["lame.wav", words("lame --quiet --decode lame.mp3 lame.wav"), "audio/wav", { bitDepth: 16 }, "audio/wav"],
  ["sox.aiff", words("sox sound.wav sox.aiff"), "audio/aiff", { codec: "PCM", bitDepth: 16 }, "audio/wav"],
  ["ffmpeg.aiff", ffmpeg("-c:a pcm_s24be ffmpeg.aiff"), "audio/aiff", { bitDepth: 24, title: "Sea song" }, "audio/wav"],
];

describe.skipIf(!hasMediaTools)("a sound for sale", { timeout: 120_000 }, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = openStudio();
    await recordSound(studio, "sound.wav", LENGTH);
    await recordSound(studio, "short.wav", 60);
    await paintCover(studio);
  });
  afterAll(() => studio.close());

  it.each(sounds)(
    "%s is told, and 30 seconds from the middle of it are played",
    async (name, command, mediaType, facts, sample) => {
      const [program = "", ...args] = command;
      await studio.run(program, ...args);
      const { facts: made, parts, wave } = await readContent(mediaType, studio.read(name));
      expect(made).toMatchObject({ ...told, ...facts });
      if (made?.kind !== "sound") throw new Error("It is a sound.");
      expect(made.seconds).toBeCloseTo(LENGTH, -0.5);
      expect(made.bitRate).toBeGreaterThan(20_000);
      expect(wave?.length ?? 0).toBe(/wav|aiff/.test(mediaType) ? 240 : 0);
      const part = parts.find((one) => one.kind === "sound");
      expect(part?.mediaType ?? null).toBe(sample);
      if (!part) return;
      expect(part.bytes.length).toBeLessThan(2_500_000);
      expect(part.bytes.toString("latin1")).not.toMatch(/Sea song|Ann Onym|Waves/);
      const { seconds, notes } = await studio.play(part.bytes);
      expect(seconds).toBeGreaterThan(29.5);
      expect(seconds).toBeLessThan(30.5);
      expect(part.seconds).toBeCloseTo(30, 0);
      // Ten seconds in: from a third on, give or take what a variable bit rate hides.
      expect(Math.abs((notes[10] ?? 0) - (200 + 10 * (LENGTH / 3 + 10.5)))).toBeLessThan(30);
    },
  );

  it("begins a sample where the seller wants it", async () => {
    const { parts } = await readContent("audio/wav", studio.read("sound.wav"), { showing: { sampleFrom: 50 } });
    const { notes } = await studio.play(parts[0]?.bytes ?? Buffer.alloc(0));
    expect(Math.abs((notes[0] ?? 0) - 705)).toBeLessThan(8);
  });

  it("plays nothing of a short sound, and a third where the seller asks for it", async () => {
    const short = studio.read("short.wav");
    expect((await readContent("audio/wav", short)).parts).toEqual([]);
    const { parts } = await readContent("audio/wav", short, { showing: { sampleFrom: 0 } });
    expect(parts).toMatchObject([{ kind: "sound", seconds: 20 }]);
    expect((await readContent("audio/wav", short, { showing: { sample: false, sampleFrom: 0 } })).parts).toEqual([]);
  });

  it("tells how loud each part is", async () => {
    const { wave = [] } = await readContent("audio/wav", studio.read("short.wav"));
    expect(Math.max(...wave.slice(0, 115))).toBeLessThan(30);
    expect(Math.min(...wave.slice(125))).toBeGreaterThan(90);
  });

  it.each([
    ["art.mp3", "audio/mpeg", "lame --quiet -b 64 --ti cover.jpg --tt X short.wav art.mp3"],
    ["art.flac", "audio/flac", "flac -s -f --picture=cover.jpg short.wav -o art.flac"],
    [
      "art.m4a",
      "audio/mp4",
      "ffmpeg -v error -y -i short.wav -i cover.jpg -map 0 -map 1 -c:v copy -disposition:v attached_pic art.m4a",
    ],
  ])("draws the picture in %s again, if the seller shows it", async (name, mediaType, command) => {
    const [program = "", ...args] = words(command);
    await studio.run(program, ...args);
    const file = studio.read(name);
    const { facts, parts } = await readContent(mediaType, file);
    expect(facts?.kind).toBe("sound");
    expect(parts).toMatchObject([{ kind: "poster", mediaType: "image/webp", width: 800, height: 600 }]);
    expect(parts[0]?.bytes.length).toBeLessThanOrEqual(60 * 1024);
    expect((await readContent(mediaType, file, { showing: { picture: "none" } })).parts).toEqual([]);
  });
});
