import "server-only";
import type { ByteSource } from "@/lib/storage/byte-source";
import { nameOfMatroskaId, nameOfSampleEntry } from "./codec-names";

/** Boxes or elements that are looked at: enough for any real file, and a limit for hostile ones. */
const MAX_STEPS = 2_000;
/** Codecs that are named. */
const MAX_CODECS = 8;
/** Bytes of an OGG file in which the first page of each stream is. */
const OGG_SAMPLE = 16 * 1024;

/** Reads its way through one file, and stops after `MAX_STEPS` reads. */
type Walk = { source: ByteSource; left: number; found: Set<string> };

/**
 * The names of the codecs in a film or a sound, those of the film first; empty if the container is another or damaged.
 * Only the containers' directories are read, in small parts.
 *
 * @param mediaType as it was detected
 */
export async function readCodecs(source: ByteSource, mediaType: string): Promise<string[]> {
  const walk: Walk = { source, left: MAX_STEPS, found: new Set() };
  if (/^(?:video|audio)\/(?:mp4|quicktime|x-m4v|3gpp2?)$/.test(mediaType)) await readBoxes(walk, 0, source.size, "");
  else if (/^(?:video|audio)\/(?:matroska|webm)$/.test(mediaType)) await readElements(walk, 0, source.size);
  else if (/\/ogg\b/.test(mediaType)) await readPages(walk);
  return [...walk.found].slice(0, MAX_CODECS);
}

async function read({ source, ...walk }: Walk, at: number, length: number): Promise<Buffer | null> {
  if (walk.left <= 0 || at < 0 || at >= source.size) return null;
  return source.read(at, length);
}

const containers = new Set(["moov", "trak", "mdia", "minf", "stbl"]);

/** ISO/IEC 14496-12, 4.2: boxes within boxes, each with its length and four letters. */
async function readBoxes(walk: Walk, from: number, to: number, handler: string): Promise<void> {
  let kind = handler;
  for (let at = from; at + 8 <= to; ) {
    const head = await read(walk, at, 24);
    walk.left -= 1;
    if (!head || head.length < 8) return;
    const type = head.toString("latin1", 4, 8);
    const small = head.readUInt32BE(0);
    const isLarge = small === 1 && head.length >= 16;
    const size = isLarge ? Number(head.readBigUInt64BE(8)) : small === 0 ? to - at : small;
    const begin = at + (isLarge ? 16 : 8);
    const end = at + size;
    if (size < begin - at || end > to) return;
    if (type === "hdlr") kind = head.toString("latin1", 16, 20);
    else if (type === "stsd" && /^(?:vide|soun)$/.test(kind)) await readSampleEntries(walk, begin, end);
    else if (containers.has(type)) await readBoxes(walk, begin, end, kind);
    if (type === "moov") return;
    at = end;
  }
}

async function readSampleEntries(walk: Walk, begin: number, end: number): Promise<void> {
  // Version and flags, the number of entries, and the first entry's length come before its letters.
  const entry = end - begin >= 16 ? await read(walk, begin + 12, 4) : null;
  if (entry?.length === 4) walk.found.add(nameOfSampleEntry(entry.toString("latin1")));
}

const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const TRACK = 0xae;
const TRACK_TYPE = 0x83;
const CODEC_ID = 0x86;
const CLUSTER = 0x1f43b675;
/** Longer than any known codec's id. */
const MAX_ID = 64;

/** RFC 8794 and 9559: elements within elements, each with its id and its length. */
async function readElements(walk: Walk, from: number, to: number): Promise<void> {
  let isMedia = true;
  let codec = "";
  for (let at = from; at < to; ) {
    const head = await read(walk, at, 12);
    walk.left -= 1;
    const id = head && readNumber(head, 0, true);
    const size = head && id && readNumber(head, id.length, false);
    // Clusters hold pictures and sound: what describes them came before.
    if (!id || !size || id.value === CLUSTER) break;
    const begin = at + id.length + size.length;
    const end = size.isUnknown ? to : begin + size.value;
    if (end > to) break;
    if (id.value === SEGMENT || id.value === TRACKS || id.value === TRACK) await readElements(walk, begin, end);
    if (id.value === TRACKS) break;
    if (id.value === TRACK_TYPE) isMedia = ((await read(walk, begin, 1))?.[0] ?? 0) <= 2;
    if (id.value === CODEC_ID)
      codec = (await read(walk, begin, Math.min(size.value, MAX_ID)))?.toString("latin1") ?? "";
    at = end;
  }
  if (codec && isMedia) walk.found.add(nameOfMatroskaId(codec.replace(/\0.*/s, "")));
}

/** A number whose first byte says how long it is. */
function readNumber(bytes: Buffer, at: number, keepsMark: boolean) {
  const first = bytes[at];
  if (!first) return null;
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > bytes.length) return null;
  let value = keepsMark ? first : first & ((1 << (8 - length)) - 1);
  let isUnknown = value === (1 << (8 - length)) - 1;
  for (let next = at + 1; next < at + length; next += 1) {
    value = value * 256 + (bytes[next] ?? 0);
    isUnknown &&= bytes[next] === 0xff;
  }
  return { value, length, isUnknown };
}

const oggStreams: [name: string, beginning: string][] = [
  ["Theora", "\x80theora"],
  ["Vorbis", "\x01vorbis"],
  ["Opus", "OpusHead"],
  ["FLAC", "\x7fFLAC"],
  ["Speex", "Speex   "],
];

/** RFC 3533: the first page of each stream names its codec, and comes before all other pages. */
async function readPages(walk: Walk): Promise<void> {
  const start = (await read(walk, 0, OGG_SAMPLE))?.toString("latin1") ?? "";
  const firstPages = start.split("OggS").filter((page) => ((page.charCodeAt(1) || 0) & 2) === 2);
  for (const [name, beginning] of oggStreams) {
    if (
      firstPages.some(
        (page) => page.slice(23, 23 + 8).startsWith(beginning) || page.slice(24, 32).startsWith(beginning),
      )
    )
      walk.found.add(name);
  }
}
