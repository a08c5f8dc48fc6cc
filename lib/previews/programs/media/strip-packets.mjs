// What encoders, cameras and tags put beside the pictures and the sound, some of it into the stream itself, is not shown.

/** User data without a register (ITU-T H.264, D.2.7): settings of encoders, places where cameras were. */
const USER_DATA = 5;

/**
 * @param {string} codec @param {Uint8Array | undefined} description the decoder's configuration
 * @returns {((data: Uint8Array) => Uint8Array) | null} what takes messages of others out of a packet; null where there are none
 */
export function packetStripper(codec, description) {
  const isHevc = codec === "hevc";
  if (!description || (codec !== "avc" && !isHevc)) return null;
  // ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1: bytes of a length.
  const width = ((description[isHevc ? 21 : 4] ?? 3) & 3) + 1;
  const isMessage = isHevc ? (head) => [39, 40].includes((head >> 1) & 63) : (head) => (head & 31) === 6;
  return (data) => {
    const kept = [];
    let from = 0;
    for (let at = 0; at + width < data.length; ) {
      let length = 0;
      for (let byte = 0; byte < width; byte += 1) length = length * 256 + data[at + byte];
      // No unit of a stream is empty: what follows is none.
      if (length === 0) break;
      const end = at + width + length;
      const unit = data.subarray(at + width, end);
      if (isMessage(unit[0]) && hasUserData(unit.subarray(isHevc ? 2 : 1))) {
        kept.push(data.subarray(from, at));
        from = end;
      }
      at = end;
    }
    if (from === 0) return data;
    const stripped = Buffer.concat([...kept, data.subarray(from)]);
    return stripped.length > 0 ? stripped : data;
  };
}

/** Messages one after the other, each with its type and its length (ITU-T H.264, 7.3.2.3.1). */
function hasUserData(bytes) {
  const number = (from) => {
    let [at, value] = [from, 0];
    for (; bytes[at] === 255; at += 1) value += 255;
    return { value: value + (bytes[at] ?? 0), end: at + 1 };
  };
  for (let at = 0; at + 2 < bytes.length; ) {
    const type = number(at);
    if (type.value === USER_DATA) return true;
    const length = number(type.end);
    at = length.end + length.value;
  }
  return false;
}

/** Vorbis: an empty comment (Xiph's Vorbis I, 5.2.1): no vendor, no texts, and the bit that ends it. */
const NO_COMMENT = Buffer.concat([Buffer.from("\x03vorbis", "latin1"), Buffer.alloc(8), Buffer.of(1)]);
/** FLAC: the letters, and the one block that a decoder needs. */
const STREAMINFO_END = 42;

/**
 * The decoder's configuration without the texts and pictures that containers keep in it.
 *
 * @param {{ codec: string, description?: AllowSharedBufferSource } | null} config
 */
export function stripConfig(codec, config) {
  if (!config?.description) return config;
  const { buffer, byteOffset = 0, byteLength } = config.description;
  const bytes = Buffer.from(buffer ?? config.description, byteOffset, byteLength);
  if (codec === "vorbis") return { ...config, description: stripVorbis(bytes) };
  if (codec !== "flac") return config;
  const kept = Buffer.from(bytes.subarray(0, STREAMINFO_END));
  // The first block is the last.
  if (kept.length === STREAMINFO_END) kept[4] = 0x80;
  return { ...config, description: kept };
}

/** Three packets with the lengths of the first two before them (Matroska's codec mapping of Vorbis). */
function stripVorbis(bytes) {
  let at = 1;
  const length = () => {
    let sum = 0;
    for (; bytes[at] === 255; at += 1) sum += 255;
    sum += bytes[at] ?? 0;
    at += 1;
    return sum;
  };
  const [first, second] = [length(), length()];
  const identification = bytes.subarray(at, at + first);
  const setup = bytes.subarray(at + first + second);
  return Buffer.concat([Buffer.of(2, first, NO_COMMENT.length), identification, NO_COMMENT, setup]);
}
