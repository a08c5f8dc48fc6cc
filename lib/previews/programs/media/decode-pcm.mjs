/** Of WAV by number (RFC 2361), of AIFF-C by four letters. */
const kinds = {
  1: "integer",
  3: "float",
  6: "alaw",
  7: "ulaw",
  NONE: "integer",
  twos: "integer",
  sowt: "integer",
  in24: "integer",
  in32: "integer",
  fl32: "float",
  FL32: "float",
  fl64: "float",
  FL64: "float",
};
const BITS_MAX = 64;
const CHANNELS_MAX = 64;
const RATE_MAX = 768_000;

/**
 * How samples are read. Of one that is compressed nothing but its codec is known.
 *
 * @param {{ format: { tag: number | string, isBig: boolean }, channels: number, bits: number, rate: number }} found
 */
export function decoderOf({ format, channels, bits, rate }) {
  const kind = kinds[format.tag];
  const bytes = Math.ceil(bits / 8);
  const isSane =
    bits <= BITS_MAX &&
    channels >= 1 &&
    channels <= CHANNELS_MAX &&
    rate > 0 &&
    rate <= RATE_MAX &&
    Number.isFinite(rate);
  if (!isSane) throw new Error("No sound is like that.");
  const decode = kind && decoders[`${kind} ${bytes}`]?.(format.isBig);
  if (!decode) return { codec: kind ? "PCM" : null, frameBytes: kind ? bytes * channels : 0, decode: null };
  return { codec: "PCM", frameBytes: bytes * channels, bytes, decode };
}

const decoders = {
  // WAV's are unsigned, AIFF's signed.
  "integer 1": (isBig) => (isBig ? (from, at) => from.readInt8(at) / 128 : (from, at) => (from[at] - 128) / 128),
  "integer 2": (isBig) => (from, at) => (isBig ? from.readInt16BE(at) : from.readInt16LE(at)) / 32_768,
  "integer 3": (isBig) => (from, at) => (isBig ? from.readIntBE(at, 3) : from.readIntLE(at, 3)) / 8_388_608,
  "integer 4": (isBig) => (from, at) => (isBig ? from.readInt32BE(at) : from.readInt32LE(at)) / 2_147_483_648,
  "float 4": (isBig) => (from, at) => bounded(isBig ? from.readFloatBE(at) : from.readFloatLE(at)),
  "float 8": (isBig) => (from, at) => bounded(isBig ? from.readDoubleBE(at) : from.readDoubleLE(at)),
};

const bounded = (value) => (Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : 0);
