import { WAVE_MAX, type Wave } from "@/lib/previews/facts/schema";

/** The browser decodes a sound as a whole, at the rate that it was recorded with: ten minutes are some 200 MB of memory. */
const MAX_BYTES = 80 * 1024 * 1024;
const MAX_SECONDS = 15 * 60;
/** GB of memory of a device on which that is not tried, where it says so. */
const SMALL_DEVICE = 2;
/** Samples a second that are enough to see how loud it is. */
const RATE = 8_000;
/** Numbers that are computed before others get a turn. */
const AT_ONCE = 16;
/** Longer than a sound on this device takes to open (ms). */
const PATIENCE = 20_000;

/**
 * The wave form of a sound on this device.
 *
 * @returns null for one that is too long to be decoded here
 * @throws Error if this browser does not play it
 */
export async function drawWave(file: Blob): Promise<Wave | null> {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  if (file.size > MAX_BYTES || (deviceMemory ?? 8) <= SMALL_DEVICE) return null;
  // Not longer either: a few megabytes may be hours.
  if ((await secondsOf(file)) > MAX_SECONDS) return null;
  const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await file.arrayBuffer());
  return loudness(sound);
}

async function loudness(sound: AudioBuffer): Promise<Wave> {
  const channels = Array.from({ length: sound.numberOfChannels }, (_, at) => sound.getChannelData(at));
  const count = Math.min(WAVE_MAX, sound.length);
  const heights: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const [from, to] = [at, at + 1].map((part) => Math.floor((part * sound.length) / count)) as [number, number];
    heights.push(Math.max(...channels.map((samples) => power(samples.subarray(from, to)))));
    if (at % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setTimeout(resolve));
  }
  const loudest = Math.max(...heights);
  return heights.map((height) => (loudest > 0 ? Math.round((100 * height) / loudest) : 0));
}

function power(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

function secondsOf(file: Blob): Promise<number> {
  const src = URL.createObjectURL(file);
  const audio = new Audio();
  const told = new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no length")), PATIENCE);
    audio.onloadedmetadata = () => {
      clearTimeout(timer);
      resolve(audio.duration);
    };
    audio.onerror = () => {
      clearTimeout(timer);
      reject(new Error("not played"));
    };
  });
  audio.preload = "metadata";
  audio.src = src;
  return told.finally(() => {
    audio.removeAttribute("src");
    URL.revokeObjectURL(src);
  });
}
