import {
  ADTS,
  BufferSource,
  CustomSource,
  FLAC,
  Input,
  Logging,
  LogLevel,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WEBM,
} from "mediabunny";

// What it says is about bytes of strangers, and standard output is the answer's.
Logging.level = LogLevel.Silent;

/** By media types; no playlists, which name other files. */
const formats = [
  [/^(?:audio|video)\/(?:mp4|quicktime|x-m4v|x-m4a|3gpp2?)$/, [MP4, QTFF]],
  [/^(?:audio|video)\/(?:matroska|webm)$/, [MATROSKA, WEBM]],
  [/^(?:audio|application)\/ogg$/, [OGG]],
  [/^audio\/aac$/, [ADTS]],
  [/^audio\/mpeg$/, [MP3]],
  [/^audio\/flac$/, [FLAC]],
];

const formatsOf = (mediaType) => formats.find(([type]) => type.test(mediaType.replace(/;.*/, "")))?.[1] ?? [];

/** Bytes that the library keeps of what it read. */
const CACHE = 4 * 1024 * 1024;

/**
 * A part of the file, opened by the library.
 *
 * @param {import("./job.mjs").Job} job
 * @param {{ most: number, from?: number, to?: number }} part `most`: bytes that are read at most
 */
export const openMedia = (job, part) => openMeasured(job, part).input;

/** The same, and how many bytes the library wanted in one piece: the length of an index. */
export function openMeasured({ mediaType, size, budget }, { most, from = 0, to = size }) {
  const read = budget(most);
  let longest = 0;
  const source = new CustomSource({
    getSize: () => Math.max(0, to - from),
    read(start, end) {
      longest = Math.max(longest, end - start);
      return read(from + start, end - start);
    },
    maxCacheSize: CACHE,
    prefetchProfile: "fileSystem",
  });
  return { input: new Input({ source, formats: formatsOf(mediaType) }), largest: () => longest };
}

/** Bytes that were read, or made, opened by the library. @param {string} mediaType @param {Uint8Array} bytes */
export function openBytes(mediaType, bytes) {
  return new Input({ source: new BufferSource(bytes), formats: formatsOf(mediaType) });
}
