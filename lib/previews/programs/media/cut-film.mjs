import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  WebMOutputFormat,
} from "mediabunny";
import { copyPackets } from "./copy-packets.mjs";
import { isTooShort, SHARE } from "./sample-place.mjs";

const MB = 1024 * 1024;
/** Bytes of a clip. */
const BYTES_MAX = 24 * MB;
/** What browsers play in which container. */
const containers = [
  {
    mediaType: "video/webm",
    film: ["vp8", "vp9", "av1"],
    sound: ["opus", "vorbis"],
    format: () => new WebMOutputFormat(),
  },
  {
    mediaType: "video/mp4",
    film: ["avc", "hevc", "av1", "vp9"],
    sound: ["aac", "mp3", "opus", "flac", "ac3", "eac3"],
    format: () => new Mp4OutputFormat({ fastStart: "in-memory" }),
  },
];

/**
 * Tells a part of a film, from a picture on that needs none before it, without encoding it again. Films that no browser plays
 * have none; sound that none plays is left out.
 *
 * @param {import("./job.mjs").Job} job
 * @param {import("mediabunny").Input} input
 * @param {{ from: number, seconds: number }} place
 */
export async function cutFilm(job, input, { from, seconds }) {
  const [film, sound] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  const [seen, heard] = [await film.getCodec(), await sound?.getCodec()];
  const fitting = containers.filter((one) => one.film.includes(seen));
  const container = fitting.find((one) => !heard || one.sound.includes(heard)) ?? fitting[0];
  if (!container) return;
  const first = await firstPicture(film, from);
  if (!first) return;
  const metadata = { rotation: await film.getRotation() };
  const tracks = [{ track: film, first, source: new EncodedVideoPacketSource(seen), metadata }];
  if (container.sound.includes(heard)) {
    const begin = await new EncodedPacketSink(sound).getPacket(first.timestamp).catch(() => null);
    if (begin) tracks.push({ track: sound, first: begin, source: new EncodedAudioPacketSource(heard) });
  }
  const most = { seconds, bytes: Math.min(BYTES_MAX, job.size * SHARE) };
  const made = await copyPackets(container.format(), tracks, most);
  if (!made || isTooShort(made.seconds)) return;
  const [width, height] = [await film.getDisplayWidth(), await film.getDisplayHeight()];
  const { mediaType } = container;
  job.tell({ part: { kind: "clip", mediaType, data: made.data, seconds: made.seconds, width, height } });
}

/** @param {import("mediabunny").InputVideoTrack} film @param {number} from seconds */
async function firstPicture(film, from) {
  const sink = new EncodedPacketSink(film);
  return (await sink.getKeyPacket(from)) ?? (await sink.getFirstKeyPacket());
}
