/** Where a frame of AAC begins that another follows (ISO/IEC 14496-3, 1.A.2.2). @param {Buffer} bytes */
export function findAdts(bytes) {
  const isSync = (at) => bytes[at] === 0xff && (bytes[at + 1] & 0xf6) === 0xf0;
  for (let at = 0; at + 7 < bytes.length; at += 1) {
    if (!isSync(at)) continue;
    const length = ((bytes[at + 3] & 3) << 11) | (bytes[at + 4] << 3) | (bytes[at + 5] >> 5);
    if (length > 7 && isSync(at + length)) return at;
  }
  return bytes.length;
}

/** Where a frame of FLAC begins, by its sync code and the checksum of its header (RFC 9639, 9.1). @param {Buffer} bytes */
export function findFlac(bytes) {
  for (let at = bytes.indexOf(0xff); at >= 0 && at + 16 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    if ((bytes[at + 1] & 0xfe) !== 0xf8) continue;
    const length = headerLength(bytes, at);
    if (length > 0 && crc8(bytes, at, at + length) === bytes[at + length]) return at;
  }
  return bytes.length;
}

/**
 * The first sample of the frame there, from its number: of the sample, or of the frame where all are of one length (RFC 9639, 9.1.5).
 *
 * @param {Buffer} bytes @param {number} at @param {number} blockSize samples of a frame where all are of one length
 */
export function firstSample(bytes, at, blockSize) {
  const more = Math.max(0, Math.clz32(~(bytes[at + 4] << 24)) - 1);
  let number = more === 0 ? bytes[at + 4] : bytes[at + 4] & (63 >> more);
  for (let next = 1; next <= more; next += 1) number = number * 64 + (bytes[at + 4 + next] & 63);
  return bytes[at + 1] & 1 ? number : number * blockSize;
}

/** Bytes of a header without its checksum; 0 if it is none. */
function headerLength(bytes, at) {
  const [blocks, rate] = [bytes[at + 2] >> 4, bytes[at + 2] & 15];
  if (blocks === 0 || rate === 15 || bytes[at + 3] >> 4 > 10 || bytes[at + 3] & 1) return 0;
  const ones = Math.clz32(~(bytes[at + 4] << 24));
  if (ones === 1 || ones > 7) return 0;
  const more = { 6: 1, 7: 2 }[blocks] ?? 0;
  const moreOfRate = { 12: 1, 13: 2, 14: 2 }[rate] ?? 0;
  return 4 + Math.max(1, ones) + more + moreOfRate;
}

function crc8(bytes, from, to) {
  let sum = 0;
  for (let at = from; at < to; at += 1) {
    sum ^= bytes[at];
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80 ? ((sum << 1) ^ 0x07) & 0xff : sum << 1;
  }
  return sum;
}
