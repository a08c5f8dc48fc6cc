// WAV and AIFF: sound that needs no decoder.

import { findPcm } from "./find-pcm.mjs";
import { sampleOfPcm } from "./sample-of-pcm.mjs";
import { isTooShort, samplePlace } from "./sample-place.mjs";
import { waveOfPcm } from "./wave-of-pcm.mjs";

const MB = 1024 * 1024;
/** Bytes that are read: of chunks, for the wave form, for the sample. */
const READ = { chunks: 16 * MB, wave: 40 * MB, sample: 64 * MB };

/** @param {import("./job.mjs").Job} job */
export async function tellPcm(job) {
  const found = findPcm(job.budget(READ.chunks), job.size);
  const { codec, rate, channels, bits, frameBytes, length, isCut, texts } = found;
  const frames = frameBytes ? Math.floor(length / frameBytes) : 0;
  const seconds = frames ? frames / rate : null;
  const bitRate = frameBytes ? rate * frameBytes * 8 : null;
  const facts = { codec, sampleRate: rate, channels, bitDepth: frameBytes ? bits : null, seconds, bitRate, ...texts };
  job.tell({ facts: { ...facts, trouble: isCut ? "damaged" : null } });
  if (!seconds || !found.decode) return;
  job.tell({ wave: waveOfPcm(job.budget(READ.wave), found, frames) });
  job.tell({ complete: true });
  const place = samplePlace(job.showing, seconds);
  const made = place && sampleOfPcm(job.budget(READ.sample), found, place);
  if (made && !isTooShort(made.seconds)) job.tell({ part: { kind: "sound", mediaType: "audio/wav", ...made } });
}
