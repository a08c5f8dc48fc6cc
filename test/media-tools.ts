import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findMediaTools } from "@/scripts/lib/find-media-tools.mjs";

/** Real encoders of sound and film, where there are some. */

const found = findMediaTools({ install: false });
export const hasMediaTools = "folders" in found;

const run = promisify(execFile);

export type Studio = {
  /** Runs a program in the studio's folder. Returns what it printed. */
  run(program: string, ...args: string[]): Promise<string>;
  read(name: string): Buffer;
  write(name: string, bytes: Uint8Array): void;
  /** How a real decoder plays these bytes: seconds, and the notes that are heard, one a second, in hertz. */
  play(bytes: Uint8Array): Promise<{ seconds: number; notes: number[] }>;
  /** Seconds of the pictures of a film, as a real decoder shows them, and how many there are. */
  watch(bytes: Uint8Array): Promise<{ seconds: number; pictures: number }>;
  close(): void;
};

/** A folder in which media are made. */
export function openStudio(): Studio {
  if (!("folders" in found)) throw new Error(found.missing);
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-studio-"));
  const env = {
    ...process.env,
    ...{ PATH: found.folders, LD_LIBRARY_PATH: found.libraries },
    // A list of few plugins of its own, made in a moment.
    ...{ GST_PLUGIN_PATH: found.plugins, GST_REGISTRY: join(folder, "plugins"), GST_REGISTRY_FORK: "no" },
  };
  const studio: Studio = {
    async run(program, ...args) {
      return (await run(program, args, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024, timeout: 60_000 })).stdout;
    },
    read: (name) => readFileSync(join(folder, name)),
    write: (name, bytes) => writeFileSync(join(folder, name), bytes),
    async play(bytes) {
      studio.write("played", bytes);
      await studio.run("ffmpeg", ..."-v error -y -i played -vn -ac 1 -ar 8000 -f s16le played.raw".split(" "));
      return heard(studio.read("played.raw"));
    },
    async watch(bytes) {
      studio.write("watched", bytes);
      const args = "-v error -select_streams v -show_entries frame=pts_time -of csv=p=0 watched".split(" ");
      const times = (await studio.run("ffprobe", ...args)).split("\n").map(Number.parseFloat).filter(Number.isFinite);
      return { seconds: Math.max(...times) - Math.min(...times), pictures: times.length };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  return studio;
}

const RATE = 8_000;

/** By how often the line is crossed upwards in each second. */
function heard(raw: Buffer) {
  const samples = new Int16Array(raw.buffer, raw.byteOffset, Math.floor(raw.length / 2));
  const notes: number[] = [];
  for (let begin = 0; begin + RATE <= samples.length; begin += RATE) {
    let crossed = 0;
    for (let at = begin + 1; at < begin + RATE; at += 1)
      if ((samples[at - 1] ?? 0) < 0 && (samples[at] ?? 0) >= 0) crossed += 1;
    notes.push(crossed);
  }
  return { seconds: samples.length / RATE, notes };
}

const filter = (source: string) => ["-v", "error", "-y", "-f", "lavfi", "-i", source];

/** GStreamer's arguments that put the pictures and the sound of a film into another container. */
export function repack(from: string, opener: string, muxer: string, to: string): string[] {
  const queue = "queue max-size-time=0 max-size-buffers=0 max-size-bytes=0";
  const [film, sound] = ["video_0", "audio_0"].map((pad) => `d.${pad} ! ${queue} ! m.${pad}`);
  return `gst-launch-1.0 -q ${muxer} name=m ! filesink location=${to} filesrc location=${from} ! ${opener} name=d ${film} ${sound}`.split(
    " ",
  );
}

/** A note that rises by ten hertz a second from 200 on, in two channels, as a WAV with a title; the first half is quiet. */
export async function recordSound(studio: Studio, name: string, seconds: number): Promise<void> {
  const loud = `(0.2+0.7*gt(t\\,${seconds / 2}))`;
  const source = `aevalsrc=${loud}*sin(2*PI*(200*t+5*t*t)):s=44100:d=${seconds}`;
  const tags = ["-metadata", "title=Sea song", "-metadata", "artist=Ann Onym", "-metadata", "album=Waves"];
  await studio.run("ffmpeg", ...filter(source), "-ac", "2", ...tags, name);
}

/** Moving pictures of 160 by 90 points, five a second, with that sound. */
export async function recordFilm(studio: Studio, name: string, seconds: number, ...codecs: string[]): Promise<void> {
  const pictures = `testsrc=s=160x90:r=5:d=${seconds}`;
  const args = ["-i", "sound.wav", "-t", String(seconds), ...codecs, "-metadata", "title=Sea film", name];
  await studio.run("ffmpeg", ...filter(pictures), ...args);
}

/** A picture in a file, as a cover. */
export const paintCover = (studio: Studio) =>
  studio.run("ffmpeg", ...filter("testsrc=s=1200x900:r=1:d=1"), "-frames:v", "1", "cover.jpg");
