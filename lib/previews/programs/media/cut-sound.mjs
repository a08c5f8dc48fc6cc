import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OggOutputFormat,
  WebMOutputFormat,
} from "mediabunny";
import { copyPackets } from "./copy-packets.mjs";
import { isTooShort, SHARE } from "./sample-place.mjs";

const mp4 = { mediaType: "audio/mp4", format: () => new Mp4OutputFormat({ fastStart: "in-memory" }) };
/** What browsers play each codec in. */
const containers = {
  mp3: { mediaType: "audio/mpeg", format: () => new Mp3OutputFormat() },
  aac: mp4,
  flac: mp4,
  opus: { mediaType: "audio/ogg", format: () => new OggOutputFormat() },
  vorbis: { mediaType: "audio/webm", format: () => new WebMOutputFormat() },
};
/** Bytes of a sample. */
const BYTES_MAX = 8 * 1024 * 1024;

/**
 * Tells a part of a sound, without encoding it again. Sounds that no browser plays have none.
 *
 * @param {import("./job.mjs").Job} job
 * @param {import("mediabunny").Input} input
 * @param {{ from: number, seconds: number }} place
 */
export async function cutSound({ size, tell }, input, { from, seconds }) {
  const track = await input.getPrimaryAudioTrack();
  const codec = await track?.getCodec();
  const container = containers[codec ?? ""];
  if (!container) return;
  const sink = new EncodedPacketSink(track);
  const first = (await sink.getPacket(from)) ?? (await sink.getFirstPacket());
  if (!first) return;
  const bytes = Math.min(BYTES_MAX, size * SHARE);
  const tracks = [{ track, first, source: new EncodedAudioPacketSource(codec) }];
  const made = await copyPackets(container.format(), tracks, { seconds, bytes });
  if (!made || isTooShort(made.seconds)) return;
  tell({ part: { kind: "sound", mediaType: container.mediaType, data: made.data, seconds: made.seconds } });
}
