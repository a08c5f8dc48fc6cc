/** The server reads storage in blocks (`range-broker.ts`): that is what reading costs, and what is counted here. */
const BLOCK = 128 * 1024;
/** Blocks that the server keeps. */
const KEPT = 24;

/**
 * Reads the file until a purpose has cost enough, so that what is told first leaves enough for what comes after it.
 *
 * @param {(at: number, length: number) => Buffer} readRange
 * @returns {(most: number) => (at: number, length: number) => Buffer} for each purpose what reads so many bytes, and throws
 *   `too-large` beyond
 */
export const budgetOf = (readRange) => (most) => {
  const kept = new Set();
  let left = most;
  return (at, length) => {
    // Looked at before: what lies about its length is refused by that alone.
    if (length > most) throw new Error("too-large");
    for (let block = Math.floor(at / BLOCK); block * BLOCK < at + length; block += 1) {
      if (kept.has(block)) continue;
      left -= BLOCK;
      kept.add(block);
      if (kept.size > KEPT) kept.delete(kept.values().next().value);
    }
    if (left < 0) throw new Error("too-large");
    return readRange(at, length);
  };
};
