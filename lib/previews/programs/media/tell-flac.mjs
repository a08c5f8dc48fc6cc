import { cutSound } from "./cut-sound.mjs";
import { openBytes } from "./open-media.mjs";
import { samplePlace } from "./sample-place.mjs";
import { tagsEnd } from "./skip-tags.mjs";
import { findFlac, firstSample } from "./sync-frames.mjs";
import { tellTags } from "./tell-tags.mjs";

const MB = 1024 * 1024;
const READ = 40 * MB;
/** Blocks before the sound that are looked at, and bytes of one with texts. */
const MOST = { blocks: 128, texts: 2 * MB, sample: 12 * MB };
/** Where a second is: tries, bytes that surely have a frame, and seconds that nobody misses. */
const SEEK = { tries: 6, bytes: 128 * 1024, near: 0.5 };
const STREAMINFO = 0;
const VORBIS_COMMENT = 4;
const PICTURE = 6;

/** RFC 9639. @param {import("./job.mjs").Job} job */
export async function tellFlac(job) {
  const read = job.budget(READ);
  const start = tagsEnd(read, job.size);
  const { blocks, end } = blocksOf(read, start, job.size);
  const info = blocks.find(({ type, length }) => type === STREAMINFO && length >= 34);
  if (!info) throw new Error("No STREAMINFO.");
  const described = read(info.at, 34);
  const packed = described.readBigUInt64BE(10);
  const sampleRate = Number(packed >> 44n);
  const channels = Number((packed >> 41n) & 7n) + 1;
  const bitDepth = Number((packed >> 36n) & 31n) + 1;
  const seconds = Number(packed & 0xfffffffffn) / sampleRate || null;
  const bitRate = seconds && ((job.size - end) * 8) / seconds;
  job.tell({ facts: { codec: "FLAC", sampleRate, channels, bitDepth, seconds, bitRate } });
  await tellTexts(job, read, blocks, described);
  job.tell({ complete: true });
  const place = samplePlace(job.showing, seconds);
  if (place) await cut(job, read, { ...place, described, end, bitRate, sampleRate, length: seconds });
}

function blocksOf(read, start, size) {
  if (read(start, 4).toString("latin1") !== "fLaC") throw new Error("No FLAC.");
  const blocks = [];
  for (let at = start + 4; at < size; ) {
    const head = read(at, 4);
    if (head.length < 4 || blocks.length === MOST.blocks) break;
    const length = head.readUIntBE(1, 3);
    blocks.push({ type: head[0] & 127, at: at + 4, length });
    at += 4 + length;
    if (head[0] & 128) return { blocks, end: at };
  }
  throw new Error("Blocks without an end.");
}

const block = (type, bytes, isLast = false) =>
  Buffer.concat([Buffer.of(type | (isLast ? 128 : 0), bytes.length >> 16, bytes.length >> 8, bytes.length), bytes]);

const fileOf = (...parts) => Buffer.concat([Buffer.from("fLaC"), ...parts]);

/** Of all that may stand before the sound: the texts, and the one picture that may be shown. */
async function tellTexts(job, read, blocks, described) {
  const pictures = blocks.filter(({ type }) => type === PICTURE);
  const front = pictures.find(({ at, length }) => length > 4 && read(at, 4).readUInt32BE() === 3) ?? pictures[0];
  const wanted = [
    blocks.find(({ type, length }) => type === VORBIS_COMMENT && length <= MOST.texts),
    job.showing.picture === "none" ? undefined : front,
  ].filter(Boolean);
  for (const { type, at, length } of wanted) {
    const file = fileOf(block(STREAMINFO, described), block(type, read(at, length), true));
    // A picture that says something wrong of itself is not shown; the sound is as good.
    const told = ({ facts, ...rest }) => job.tell(type === PICTURE ? rest : { facts });
    await tellTags(openBytes("audio/flac", file), { ...job, tell: told }).catch(() => {});
  }
}

/** The frames from there on, as they are. */
async function cut(job, read, { from, seconds, described, end, bitRate, sampleRate, length }) {
  const at = findSecond(
    read,
    { from, described, sampleRate },
    { at: end, second: 0 },
    { at: job.size, second: length },
  );
  const bytes = read(at, Math.min(MOST.sample, Math.ceil(((seconds + 5) * bitRate) / 4)));
  const frames = bytes.subarray(findFlac(bytes));
  if (frames.length === 0) return;
  const file = fileOf(block(STREAMINFO, described, true), frames);
  await cutSound(job, openBytes("audio/flac", file), { from: 0, seconds });
}

/** By the numbers of frames, each time between the two nearest that were found. */
function findSecond(read, { from, described, sampleRate }, low, high) {
  let at = low.at;
  for (let tries = 0; tries < SEEK.tries && high.second > low.second; tries += 1) {
    const share = Math.max(0, Math.min(1, (from - low.second) / (high.second - low.second)));
    at = Math.floor(low.at + (high.at - low.at) * share);
    const bytes = read(at, SEEK.bytes);
    const frame = findFlac(bytes);
    if (frame === bytes.length) return at;
    const second = firstSample(bytes, frame, described.readUInt16BE(0)) / sampleRate;
    if (Math.abs(second - from) <= SEEK.near) return at;
    if (second < from) low = { at, second };
    else high = { at, second };
  }
  return at;
}
