import { BufferTarget, EncodedPacketSink, Output } from "mediabunny";
import { packetStripper, stripConfig } from "./strip-packets.mjs";

/**
 * Copies packets as they are, of each track from its own first one on, in the order of their time. Nothing else of the file is in
 * what comes out.
 *
 * @param {import("mediabunny").OutputFormat} format
 * @param {{ track: object, first: object, source: object, metadata?: object }[]} tracks
 * @param {{ seconds: number, bytes: number }} most
 * @returns {Promise<{ data: Uint8Array, seconds: number } | null>} null where there was nothing
 */
export async function copyPackets(format, tracks, most) {
  const output = new Output({ format, target: new BufferTarget() });
  const lanes = [];
  const begin = tracks[0].first.timestamp;
  for (const { track, first, source, metadata = {} } of tracks) {
    if (track.type === "video") output.addVideoTrack(source, metadata);
    else output.addAudioTrack(source, metadata);
    const codec = await track.getCodec();
    const decoderConfig = stripConfig(codec, await track.getDecoderConfig());
    const strip = packetStripper(codec, decoderConfig?.description);
    lanes.push({ sink: new EncodedPacketSink(track), next: first, source, strip, meta: { decoderConfig } });
  }
  await output.start();
  let [bytes, seconds] = [0, 0];
  for (;;) {
    const lane = lanes.filter(({ next }) => next).sort((one, other) => one.next.timestamp - other.next.timestamp)[0];
    if (!lane) break;
    const { next, sink, source } = lane;
    const at = next.timestamp - begin;
    if (at >= most.seconds || bytes + next.data.length > most.bytes) lane.next = null;
    // What comes before the first picture in time needs pictures before it.
    if (at >= 0 && lane.next) {
      const data = lane.strip ? lane.strip(next.data) : next.data;
      await source.add(next.clone({ timestamp: at, data }), lane.meta);
      lane.meta = undefined;
      bytes += next.data.length;
      seconds = Math.max(seconds, Math.min(most.seconds, at + next.duration));
    }
    if (lane.next) lane.next = await sink.getNextPacket(next);
    // No sound goes on where the film has ended, and the other way round.
    else if (bytes + next.data.length > most.bytes) for (const one of lanes) one.next = null;
  }
  if (bytes === 0) return null;
  await output.finalize();
  return { data: new Uint8Array(output.target.buffer), seconds };
}
