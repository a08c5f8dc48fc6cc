import "server-only";

/** Sample entries of MP4 and QuickTime (RFC 6381, mp4ra.org), by the names that people know. */
const sampleEntries: [name: string, entries: string][] = [
  ["H.264", "avc1 avc2 avc3 avc4"],
  ["HEVC", "hvc1 hev1 hvc2 hev2"],
  ["VVC", "vvc1 vvi1"],
  ["Dolby Vision", "dvh1 dvhe dvav dva1 dav1"],
  ["AV1", "av01"],
  ["VP8", "vp08"],
  ["VP9", "vp09"],
  ["MPEG-4 Visual", "mp4v DIVX XVID xvid"],
  ["MPEG-2", "m2v1 mpg2 hdv1 hdv2 hdv3 xdv1 mx5n"],
  ["H.263", "s263 h263 H263"],
  ["ProRes", "apch apcn apcs apco ap4h ap4x aprn"],
  ["DNxHD", "AVdn AVdh"],
  ["Motion JPEG", "jpeg mjpa mjpb"],
  ["VC-1", "vc-1"],
  ["Sorenson", "SVQ1 SVQ3"],
  ["Cinepak", "cvid"],
  ["AAC", "mp4a"],
  ["MP3", ".mp3 ms\0U"],
  ["Opus", "Opus"],
  ["FLAC", "fLaC"],
  ["ALAC", "alac"],
  ["AC-3", "ac-3 sac3"],
  ["E-AC-3", "ec-3"],
  ["AC-4", "ac-4"],
  ["DTS", "dtsc dtsh dtsl dtse dtsx dtsy dts+ dts-"],
  ["TrueHD", "mlpa"],
  ["AMR", "samr sawb sawp"],
  ["PCM", "sowt twos lpcm ipcm fpcm in24 in32 fl32 fl64 raw NONE ulaw alaw"],
];

/** Codec ids of Matroska (RFC 9559), by their beginnings. */
const matroskaIds: [name: string, id: RegExp][] = [
  ["H.264", /^V_MPEG4\/ISO\/AVC/],
  ["HEVC", /^V_MPEGH\/ISO\/HEVC/],
  ["VVC", /^V_MPEGI\/ISO\/VVC/],
  ["AV1", /^V_AV1/],
  ["VP8", /^V_VP8/],
  ["VP9", /^V_VP9/],
  ["MPEG-4 Visual", /^V_MPEG4\//],
  ["MPEG-2", /^V_MPEG2/],
  ["MPEG-1", /^V_MPEG1/],
  ["Theora", /^V_THEORA/],
  ["ProRes", /^V_PRORES/],
  ["Motion JPEG", /^V_MJPEG/],
  ["Windows Media Video", /^V_MS\/VFW/],
  ["AAC", /^A_AAC/],
  ["MP3", /^A_MPEG\/L3/],
  ["Opus", /^A_OPUS/],
  ["Vorbis", /^A_VORBIS/],
  ["FLAC", /^A_FLAC/],
  ["ALAC", /^A_ALAC/],
  ["E-AC-3", /^A_EAC3/],
  ["AC-3", /^A_AC3/],
  ["DTS", /^A_DTS/],
  ["TrueHD", /^A_(?:TRUEHD|MLP)/],
  ["PCM", /^A_PCM/],
];

const bySampleEntry = new Map(sampleEntries.flatMap(([name, entries]) => entries.split(" ").map((one) => [one, name])));

/** The codec of a sample entry of MP4; its own four letters where it has no known name. */
export function nameOfSampleEntry(entry: string): string {
  return bySampleEntry.get(entry) ?? bySampleEntry.get(entry.trim()) ?? plain(entry);
}

/** The codec of a track of Matroska; the id without its first letter where it has no known name. */
export function nameOfMatroskaId(id: string): string {
  return matroskaIds.find(([, pattern]) => pattern.test(id))?.[0] ?? plain(id.replace(/^[VA]_/, ""));
}

const plain = (text: string) => text.replace(/[^\w.+/-]/g, "").slice(0, 24) || "?";
