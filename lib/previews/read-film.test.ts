import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  hasMediaTools,
  openStudio,
  paintCover,
  recordFilm,
  recordSound,
  repack,
  type Studio,
} from "@/test/media-tools";
import { readContent } from "@/test/read-content";

/** Long enough for a clip. */
const LENGTH = 96;
const words = (text: string) => text.split(" ");
const x264 = "-c:v libx264 -preset ultrafast -bf 2 -g 10 -c:a aac";
const remade = (command: string) => words(`ffmpeg -v error -y -i x264.mp4 -c copy ${command}`);
const encoded = (codecs: string) => words(codecs);
const h264 = { codecs: ["H.264", "AAC"], width: 160, height: 90 };

/** A name with its ending, the arguments of its encoders or the command, its type, what is told of it, the type of its clip. */
type Film = [name: string, how: string[], mediaType: string, facts: object, clip: string | null];

const films: Film[] = [
  ["x264.mp4", encoded(x264), "video/mp4", { ...h264, title: "Sea film", frameRate: 5 }, "video/mp4"],
  ["fast.m4v", remade("-movflags faststart fast.m4v"), "video/x-m4v", h264, "video/mp4"],
  ["parts.mp4", remade("-movflags frag_keyframe+empty_moov parts.mp4"), "video/mp4", h264, "video/mp4"],
  [
    "turned.mov",
    remade("-metadata:s:v rotate=90 turned.mov"),
    "video/quicktime",
    { ...h264, width: 90, height: 160 },
    "video/mp4",
  ],
  ["gstreamer.mp4", repack("x264.mp4", "qtdemux", "mp4mux", "gstreamer.mp4"), "video/mp4", h264, "video/mp4"],
  ["tagged.mp4", words("AtomicParsley x264.mp4 --title Sea -o tagged.mp4"), "video/mp4", h264, "video/mp4"],
  ["gstreamer.mov", repack("x264.mp4", "qtdemux", "qtmux", "gstreamer.mov"), "video/quicktime", h264, "video/mp4"],
  ["gstreamer.mkv", repack("x264.mp4", "qtdemux", "matroskamux", "gstreamer.mkv"), "video/matroska", h264, "video/mp4"],
  ["merged.mkv", words("mkvmerge -q -o merged.mkv x264.mp4"), "video/matroska", h264, "video/mp4"],
  ["ffmpeg.mkv", remade("ffmpeg.mkv"), "video/matroska", h264, "video/mp4"],
  ["live.mkv", remade("-live 1 live.mkv"), "video/matroska", h264, "video/mp4"],
  [
    "vp8.webm",
    encoded("-c:v libvpx -deadline realtime -cpu-used 8 -g 10 -c:a libvorbis"),
    "video/webm",
    { codecs: ["VP8", "Vorbis"] },
    "video/webm",
  ],
  [
    "vp9.webm",
    encoded("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 10 -c:a libopus"),
    "video/webm",
    { codecs: ["VP9", "Opus"] },
    "video/webm",
  ],
  [
    "merged.webm",
    words("mkvmerge -q -w -o merged.webm vp9.webm"),
    "video/webm",
    { codecs: ["VP9", "Opus"] },
    "video/webm",
  ],
  [
    "gstreamer.webm",
    repack("vp9.webm", "matroskademux", "webmmux", "gstreamer.webm"),
    "video/webm",
    { codecs: ["VP9", "Opus"] },
    "video/webm",
  ],
  ["h263.3gp", encoded("-c:v h263 -s 176x144 -c:a aac"), "video/3gpp", { height: 144 }, null],
  ["mpeg4.mp4", encoded("-c:v mpeg4 -c:a aac"), "video/mp4", { width: 160 }, null],
];

describe.skipIf(!hasMediaTools)("a film for sale", { timeout: 120_000 }, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = openStudio();
    await recordSound(studio, "sound.wav", LENGTH);
    await paintCover(studio);
  });
  afterAll(() => studio.close());

  it.each(films)("%s is told, and 30 seconds of it are shown", async (name, how, mediaType, facts, clip) => {
    const [program = "", ...args] = how;
    if (program.startsWith("-")) await recordFilm(studio, name, LENGTH, ...how);
    else await studio.run(program, ...args);
    const { facts: made, parts } = await readContent(mediaType, studio.read(name));
    expect(made).toMatchObject({ kind: "film", trouble: null, ...facts });
    if (made?.kind !== "film") throw new Error("It is a film.");
    expect(made.seconds).toBeCloseTo(LENGTH, -0.5);
    const part = parts.find((one) => one.kind === "clip");
    expect(part?.mediaType ?? null).toBe(clip);
    if (!part) return;
    expect(part).toMatchObject({ width: made.width, height: made.height });
    // Neither texts of the container, nor what the encoder says of itself in the stream.
    expect(part.bytes.toString("latin1")).not.toMatch(/Sea film|x264 - core/);
    const [seen, heard] = [await studio.watch(part.bytes), await studio.play(part.bytes)];
    expect(seen.pictures).toBeGreaterThan(140);
    expect(seen.seconds).toBeGreaterThan(29);
    expect(heard.seconds).toBeGreaterThan(29);
    expect(Math.max(seen.seconds, heard.seconds)).toBeLessThan(30.5);
    // From the last picture before a third that stands by itself: they come every two seconds.
    expect(Math.abs((heard.notes[10] ?? 0) - (200 + 10 * (LENGTH / 3 + 9.5)))).toBeLessThan(25);
  });

  it("shows a third of a short film where the seller asks for it, and nothing else", async () => {
    await recordFilm(studio, "short.mp4", 30, ...words(x264));
    const film = studio.read("short.mp4");
    expect((await readContent("video/mp4", film)).parts).toEqual([]);
    const { parts } = await readContent("video/mp4", film, { showing: { sampleFrom: 4 } });
    const bytes = parts[0]?.bytes ?? Buffer.alloc(0);
    expect(parts).toMatchObject([{ kind: "clip" }]);
    expect((await studio.watch(bytes)).seconds).toBeLessThanOrEqual(10);
    // What is asked for first is first: a player begins before it has all.
    expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
  });

  it("draws the picture that a Matroska carries again", async () => {
    await studio.run(
      "mkvmerge",
      ...words("-q -o art.mkv --attach-file cover.jpg --attachment-mime-type image/jpeg x264.mp4"),
    );
    const { parts } = await readContent("video/matroska", studio.read("art.mkv"), { showing: { sample: false } });
    expect(parts).toMatchObject([{ kind: "poster", width: 800, height: 600 }]);
  });
});
