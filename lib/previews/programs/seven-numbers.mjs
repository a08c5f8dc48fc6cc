// Numbers, bits and names as a 7z has them (7zFormat.txt of the LZMA SDK).

/** Items of one kind: each takes at least a bit, or is a lie. */
const MAX_ITEMS = 2_000_000;

/**
 * Reads from the beginning on.
 *
 * @param {Buffer} bytes @param {number} begin @throws RangeError, as all of it, where they end before their time
 */
export function reader(bytes, begin) {
  let at = begin;
  const byte = () => {
    const found = bytes.readUInt8(at);
    at += 1;
    return found;
  };
  /** As many further bytes as the first has ones in front, the lowest first. */
  const number = () => {
    const first = byte();
    let value = 0;
    for (let index = 0, mask = 0x80; index < 8; index += 1, mask >>= 1) {
      if ((first & mask) === 0) return value + (first & (mask - 1)) * 256 ** index;
      value += byte() * 256 ** index;
    }
    return value;
  };
  const take = (length) => {
    if (length < 0 || at + length > bytes.length) throw new RangeError("It ends before its time.");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const count = () => {
    const found = number();
    if (found > MAX_ITEMS) throw new RangeError("too many");
    return found;
  };
  const numbers = (length) => {
    if (length > MAX_ITEMS) throw new RangeError("too many");
    return Array.from({ length: Math.max(0, length) }, number);
  };
  const bits = (length) => {
    const packed = take(Math.ceil(length / 8));
    return Array.from({ length }, (_, index) => ((packed[index >> 3] >> (7 - (index % 8))) & 1) === 1);
  };
  return {
    get at() {
      return at;
    },
    byte,
    number,
    take,
    skip: take,
    count,
    numbers,
    bits,
    digests: (length) => take(4 * (byte() === 0 ? bits(length).filter(Boolean).length : length)),
    /** In UTF-16, each with a zero at its end. */
    names: (length) =>
      Array.from({ length }, () => {
        const from = at;
        while (bytes.readUInt16LE(at) !== 0) at += 2;
        at += 2;
        return Buffer.from(bytes.toString("utf16le", from, at - 2));
      }),
  };
}
