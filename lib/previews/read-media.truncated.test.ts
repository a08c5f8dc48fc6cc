import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noise } from "@/test/hostile-media/hostile-file";
import { hasMediaTools, openStudio, recordFilm, recordSound, type Studio } from "@/test/media-tools";
import { budgetOf } from "./programs/media/budget.mjs";
import { tellMedia } from "./programs/media/tell-media.mjs";
import { factsSchema } from "./read-answer";
import { defaultShowing } from "./showing/schema";

/** In this process, since there are hundreds of them: what is told is the same. */
async function tell(mediaType: string, bytes: Buffer) {
  const facts: Record<string, unknown> = {};
  const parts: { data: Uint8Array }[] = [];
  const kind = mediaType.startsWith("video/") ? "film" : "sound";
  await tellMedia({
    mediaType,
    size: bytes.length,
    kind,
    showing: { ...defaultShowing, sampleFrom: 1 },
    budget: budgetOf((at: number, length: number) => Buffer.from(bytes.subarray(at, at + length))),
    tell(told: { facts?: object; part?: object }) {
      Object.assign(facts, told.facts);
      if (told.part) parts.push(told.part as { data: Uint8Array });
    },
  });
  return { facts, parts };
}

const LENGTH = 24;
const words = (text: string) => text.split(" ");
const sound = "ffmpeg -v error -y -i sound.wav";
const film = "-c:v libx264 -preset ultrafast -g 10 -c:a aac";

const files: [name: string, mediaType: string, command: string][] = [
  ["sound.wav", "audio/wav", ""],
  ["a.mp3", "audio/mpeg", "lame --quiet --tt X sound.wav a.mp3"],
  ["a.flac", "audio/flac", "flac -s -f sound.wav -o a.flac"],
  ["a.ogg", "audio/ogg", "oggenc -Q sound.wav -o a.ogg"],
  ["a.opus", "audio/ogg", "opusenc --quiet sound.wav a.opus"],
  ["a.m4a", "audio/mp4", `${sound} a.m4a`],
  ["a.aac", "audio/aac", `${sound} a.aac`],
  ["a.aiff", "audio/aiff", `${sound} a.aiff`],
  ["fast.mp4", "video/mp4", "ffmpeg -v error -y -i film.mp4 -c copy -movflags faststart fast.mp4"],
  ["film.mp4", "video/mp4", ""],
  ["parts.mp4", "video/mp4", "ffmpeg -v error -y -i film.mp4 -c copy -movflags frag_keyframe+empty_moov parts.mp4"],
  ["a.mkv", "video/matroska", "mkvmerge -q -o a.mkv film.mp4"],
];

describe.skipIf(!hasMediaTools)("a sound or a film that is not whole", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = openStudio();
    await recordSound(studio, "sound.wav", LENGTH);
    await recordFilm(studio, "film.mp4", LENGTH, ...words(film));
  }, 120_000);
  afterAll(() => studio.close());

  it.each(files)(
    "%s, cut at each twentieth, or noise from there on, is told as far as it is known",
    async (name, mediaType, command) => {
      const [program = "", ...args] = words(command);
      if (program) await studio.run(program, ...args);
      const whole = studio.read(name);
      expect((await tell(mediaType, whole)).facts).toMatchObject({ seconds: expect.closeTo(LENGTH, 0) });
      for (let part = 1; part < 20; part += 1) {
        const end = Math.floor((whole.length * part) / 20);
        const cut = whole.subarray(0, end);
        // Noise in Matroska takes as long as a thread may: `read-media.hostile.test.ts` has it.
        const more = name.endsWith(".mkv") ? [] : [Buffer.concat([cut, noise(whole.length - end, part)])];
        for (const bytes of [cut, ...more]) {
          const { facts, parts } = await tell(mediaType, bytes);
          const kind = mediaType.startsWith("video/") ? "film" : "sound";
          // What is not known is null, as `read-media.mjs` says it.
          const known = {
            kind,
            trouble: null,
            title: null,
            artist: null,
            album: null,
            codecs: [],
            codec: null,
            playsIn: null,
          };
          const read = factsSchema.parse({ ...known, ...facts });
          if (!("seconds" in read)) throw new Error(`${read.kind} is neither.`);
          // No more than it has; a stream without an index counts what it finds.
          if (read.seconds !== null) expect(read.seconds).toBeLessThan(LENGTH * 1.25);
          else expect(read.trouble).not.toBeNull();
          for (const { data } of parts) expect(data.length).toBeLessThanOrEqual(bytes.length / 3 + 20_000);
        }
      }
    },
    120_000,
  );
});
