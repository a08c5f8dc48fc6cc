/** Codecs of sound and film by the names that people know, and which of them browsers play. */

/** `some`: in some browsers, on some devices. `none`: in no current browser. */
type Support = "most" | "some" | "none";

/** How a browser is asked whether it plays a codec; null where none does. */
type Codec = { support: Support; test: string | null };

const film = (codec: string) => `video/mp4; codecs="${codec}"`;
const sound = (codec: string) => `audio/mp4; codecs="${codec}"`;

const codecs: Record<string, Codec> = {
  "H.264": { support: "most", test: film("avc1.42E01E") },
  VP8: { support: "most", test: 'video/webm; codecs="vp8"' },
  VP9: { support: "most", test: 'video/webm; codecs="vp9"' },
  AV1: { support: "some", test: film("av01.0.05M.08") },
  HEVC: { support: "some", test: film("hvc1.1.6.L93.B0") },
  "Dolby Vision": { support: "some", test: film("dvh1.05.06") },
  ProRes: { support: "some", test: film("apcn") },
  AAC: { support: "most", test: sound("mp4a.40.2") },
  MP3: { support: "most", test: "audio/mpeg" },
  Opus: { support: "most", test: 'audio/webm; codecs="opus"' },
  Vorbis: { support: "most", test: 'audio/webm; codecs="vorbis"' },
  FLAC: { support: "most", test: "audio/flac" },
  PCM: { support: "most", test: null },
  ALAC: { support: "some", test: sound("alac") },
  "AC-3": { support: "some", test: sound("ac-3") },
  "E-AC-3": { support: "some", test: sound("ec-3") },
};

/** Containers that all current browsers open; what is in them decides. */
const opened = new Set(
  "video/mp4 video/x-m4v video/quicktime video/webm audio/mp4 audio/mpeg audio/ogg audio/wav audio/flac audio/aac audio/webm image/png image/apng image/jpeg image/gif image/webp image/avif image/bmp image/x-icon".split(
    " ",
  ),
);
const openedBySome = new Set(
  "video/matroska audio/matroska video/ogg application/ogg video/3gpp video/3gpp2 audio/aiff audio/x-caf image/tiff image/heic image/heif image/jxl".split(
    " ",
  ),
);

/** What cannot be shown or played everywhere, and where it can. `what`: names of codecs, or null for the whole format. */
export type Limits = { support: "some" | "none"; what: string[] | null };

/**
 * What browsers cannot show or play of a picture, a sound or a film, as far as its bytes tell; null for nothing, and for
 * other files.
 *
 * @param names of its codecs
 */
export function limitsOf(mediaType: string, names: readonly string[]): Limits | null {
  const essence = mediaType.split(";")[0]?.trim() ?? "";
  if (essence === "image/svg+xml" || !/^(?:image|audio|video)\/|^application\/ogg$/.test(essence)) return null;
  for (const support of ["none", "some"] as const) {
    const what = names.filter((name) => supportOf(name) === support);
    if (what.length > 0) return { support, what };
  }
  if (opened.has(essence)) return null;
  return { support: openedBySome.has(essence) ? "some" : "none", what: null };
}

function supportOf(name: string): Support {
  return codecs[name]?.support ?? "none";
}

/**
 * Whether this browser plays a codec, as it says itself; null when it cannot be asked.
 *
 * @param ask `canPlayType` of an element
 */
export function playsCodec(name: string, ask: (type: string) => string): boolean | null {
  const codec = codecs[name];
  if (!codec) return false;
  return codec.test === null ? null : ask(codec.test) !== "";
}

/** Codecs of films, by name: all others are of sound. */
export const filmCodecs = new Set(
  "H.264 VP8 VP9 AV1 HEVC ProRes Theora H.263 DNxHD VC-1 VVC MPEG-1 MPEG-2 Cinepak Sorenson"
    .split(" ")
    .concat(["Dolby Vision", "MPEG-4 Visual", "Motion JPEG", "Windows Media Video"]),
);
