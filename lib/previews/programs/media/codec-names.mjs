/** Codecs by the names that people know (as in `lib/media-codecs.ts`), from those of the library. */
const names = {
  avc: "H.264",
  hevc: "HEVC",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
  prores: "ProRes",
  aac: "AAC",
  mp3: "MP3",
  opus: "Opus",
  vorbis: "Vorbis",
  flac: "FLAC",
  ac3: "AC-3",
  eac3: "E-AC-3",
  dts: "DTS",
  alac: "ALAC",
};

/** @param {string | null} codec @returns {string | null} */
export const nameOfCodec = (codec) => (codec?.match(/^(?:pcm|ulaw|alaw)/) ? "PCM" : (names[codec ?? ""] ?? null));

/** Sample entries whose bytes are encrypted (ISO/IEC 14496-12, 8.12; FairPlay). */
const encrypted = /^(?:enc[avt]|drm[is]|p608)$/;

/** @param {import("mediabunny").InputTrack} track */
export async function isEncrypted(track) {
  const id = await track.getInternalCodecId();
  return typeof id === "string" && encrypted.test(id);
}
