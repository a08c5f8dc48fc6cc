// MP3 and AAC without a container: frames one after the other, and tags around them. No directory says where a second is.

import { nameOfCodec } from "./codec-names.mjs";
import { cutSound } from "./cut-sound.mjs";
import { openBytes, openMedia } from "./open-media.mjs";
import { samplePlace } from "./sample-place.mjs";
import { tagsEnd } from "./skip-tags.mjs";
import { findAdts } from "./sync-frames.mjs";
import { tellTags } from "./tell-tags.mjs";

const MB = 1024 * 1024;
/** Bytes that are read: to find the first frame, of the tags, of all until a sample begins (else it begins nearly there), of a sample. */
const MOST = { start: MB, tags: 12 * MB, before: 8 * MB, sample: 8 * MB };
/** Bits of a second, at least: who counts more seconds than that has counted wrong. */
const LOWEST = 8_000;
/** How many parts of it tell its bit rate, and bytes of each. */
const PROBES = { count: 4, bytes: 48 * 1024 };

/** @param {import("./job.mjs").Job} job */
export async function tellStream(job) {
  const read = job.budget(4 * MB);
  const begin = tagsEnd(read, job.size);
  const input = openMedia(job, { most: MOST.start, from: begin });
  const track = await input.getPrimaryAudioTrack();
  const [sampleRate, channels] = [await track.getSampleRate(), await track.getNumberOfChannels()];
  job.tell({ facts: { codec: nameOfCodec(await track.getCodec()), sampleRate, channels } });
  const seconds = await lengthOf(job, track, begin, read);
  const bitRate = ((job.size - begin) * 8) / seconds;
  job.tell({ facts: { seconds, bitRate } });
  if (begin > MOST.tags) job.tell({ facts: { trouble: "too-large" } });
  else await tellTags(openMedia(job, { most: MOST.tags + MOST.start }), job);
  job.tell({ complete: true });
  const place = samplePlace(job.showing, seconds);
  if (!place) return;
  const at = (place.from * bitRate) / 8;
  if (at < MOST.before) return cutSound(job, openMedia(job, { most: MOST.before + MOST.sample, from: begin }), place);
  const length = Math.min(MOST.sample, Math.ceil(((place.seconds + 5) * bitRate) / 4));
  const part = partOf(job, job.budget(MOST.sample * 2)(Math.floor(begin + at), length));
  return cutSound(job, part, { from: 0, seconds: place.seconds });
}

/** As its encoder counted (Xing's header), else by the bit rate of some parts of it. */
async function lengthOf(job, track, begin, read) {
  const counted = /Xing|Info/.test(read(begin, 4_096).toString("latin1"));
  const told = counted ? await track.getDurationFromMetadata() : null;
  if (told && told * LOWEST <= job.size * 8) return told;
  const rates = [];
  for (let index = 0; index < PROBES.count; index += 1) {
    const at = Math.floor(begin + ((job.size - begin) * index) / PROBES.count);
    const probe = await partOf(job, read(at, PROBES.bytes))
      .getPrimaryAudioTrack()
      .catch(() => null);
    const stats = await probe?.computePacketStats(200, { metadataOnly: true });
    if (stats?.averageBitrate > 0) rates.push(stats.averageBitrate);
  }
  if (rates.length === 0) throw new Error("No frames.");
  return ((job.size - begin) * 8 * rates.length) / rates.reduce((sum, rate) => sum + rate, 0);
}

/** From some byte on: the library finds the next frame of MP3 by itself. */
function partOf({ mediaType }, bytes) {
  return openBytes(mediaType, mediaType.startsWith("audio/aac") ? bytes.subarray(findAdts(bytes)) : bytes);
}
