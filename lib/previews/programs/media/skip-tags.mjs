/** Tags of ID3 one after the other: more of them are no sound. */
const MAX_TAGS = 8;

/**
 * Where the sound begins behind tags of ID3v2, by their lengths alone: they may be of any size.
 *
 * @param {(at: number, length: number) => Buffer} read
 * @param {number} size
 */
export function tagsEnd(read, size) {
  let at = 0;
  for (let tags = 0; tags < MAX_TAGS && at < size; tags += 1) {
    const head = read(at, 10);
    if (head.length < 10 || head.toString("latin1", 0, 3) !== "ID3") break;
    // Seven bits of each byte (ID3v2.4, 6.2), and a footer of the same length as the header.
    const length = head.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
    at += 10 + length + ((head[5] ?? 0) & 0x10 ? 10 : 0);
  }
  if (at >= size) throw new Error("Nothing but tags.");
  return at;
}
