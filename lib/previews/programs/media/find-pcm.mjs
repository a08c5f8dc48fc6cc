import { decoderOf } from "./decode-pcm.mjs";

/** Chunks that are looked at, and bytes of one that has texts. */
const MOST = { chunks: 200, texts: 64 * 1024 };
/** What stands for a length that was not known when it was written, or that is told elsewhere (RF64). */
const UNKNOWN = 0xffffffff;

/**
 * Where the samples of a WAV (RIFF, RF64) or AIFF are, and what they are like. A length that the file has not is corrected.
 *
 * @param {(at: number, length: number) => Buffer} read @param {number} size
 * @returns {{ at: number, length: number, rate: number, channels: number, bits: number, frameBytes: number, codec: string | null,
 *   decode: ((bytes: Buffer, at: number) => number) | null, isCut: boolean, texts: object }} `frameBytes`: 0 where samples have no
 *   fixed length; `decode`: from -1 to 1; `isCut`: it has fewer samples than it says
 */
export function findPcm(read, size) {
  const head = read(0, 12).toString("latin1");
  const isAiff = /^FORM.{4}AIF[FC]$/s.test(head);
  if (!isAiff && !/^(?:RIFF|RF64|BW64).{4}WAVE$/s.test(head)) throw new Error("Neither WAV nor AIFF.");
  const chunks = isAiff ? aiff : wav;
  const found = { texts: {}, at: 0, length: 0, told: 0, isLong: false };
  let at = 12;
  for (let count = 0; count < MOST.chunks && at + 8 <= size; count += 1) {
    const chunk = read(at, 8);
    const told = isAiff ? chunk.readUInt32BE(4) : chunk.readUInt32LE(4);
    const id = chunk.toString("latin1", 0, 4);
    const length = id === "data" && told === UNKNOWN && found.long ? found.long : told;
    const content = (most) => read(at + 8, Math.min(length, most));
    chunks[id]?.(found, content, at + 8, length);
    at += 8 + length + (length % 2);
  }
  if (!found.rate || !found.at) throw new Error("No sound in it.");
  const rest = Math.max(0, size - found.at);
  // Programs that could not go back wrote nothing, or the largest number.
  const isOpen = !isAiff && (found.told === UNKNOWN || found.told === 0);
  const length = isOpen ? rest : Math.min(found.told, rest);
  return { ...found, length, isCut: !isOpen && found.told > rest, ...decoderOf(found) };
}

const text = (bytes) => bytes.toString("utf8").replace(/\0.*/s, "").trim() || null;

const wav = {
  "fmt "(found, content) {
    const bytes = content(40);
    const tag = bytes.readUInt16LE(0);
    // WAVE_FORMAT_EXTENSIBLE: the tag itself is further behind.
    found.format = { tag: tag === 0xfffe && bytes.length >= 26 ? bytes.readUInt16LE(24) : tag, isBig: false };
    found.channels = bytes.readUInt16LE(2);
    found.rate = bytes.readUInt32LE(4);
    found.bits = bytes.readUInt16LE(14);
  },
  ds64(found, content) {
    found.long = Number(content(16).readBigUInt64LE(8));
  },
  data(found, _content, at, length) {
    if (!found.at) Object.assign(found, { at, told: length });
  },
  LIST(found, content) {
    const bytes = content(MOST.texts);
    if (bytes.toString("latin1", 0, 4) !== "INFO") return;
    const names = { INAM: "title", IART: "artist", IPRD: "album" };
    for (let at = 4; at + 8 <= bytes.length; ) {
      const length = bytes.readUInt32LE(at + 4);
      const name = names[bytes.toString("latin1", at, at + 4)];
      if (name) found.texts[name] = text(bytes.subarray(at + 8, at + 8 + length));
      at += 8 + length + (length % 2);
    }
  },
};

const aiff = {
  COMM(found, content) {
    const bytes = content(22);
    const tag = bytes.length >= 22 ? bytes.toString("latin1", 18, 22) : "NONE";
    found.format = { tag, isBig: tag !== "sowt" };
    found.channels = bytes.readUInt16BE(0);
    found.bits = bytes.readUInt16BE(6);
    // 80 bits: the exponent of two, and 64 bits of mantissa.
    found.rate = Number(bytes.readBigUInt64BE(10)) * 2 ** ((bytes.readUInt16BE(8) & 0x7fff) - 16_383 - 63);
  },
  SSND(found, content, at, length) {
    const skipped = 8 + content(8).readUInt32BE(0);
    if (!found.at) Object.assign(found, { at: at + skipped, told: Math.max(0, length - skipped) });
  },
  NAME(found, content) {
    found.texts.title = text(content(MOST.texts));
  },
  AUTH(found, content) {
    found.texts.artist = text(content(MOST.texts));
  },
};
