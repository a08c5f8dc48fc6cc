/** Seconds of a sample (`SAMPLE_SECONDS`), and the fewest that are worth being played. */
const SECONDS = { most: 30, fewest: 5 };
/** At most this share of the length, and of the bytes, of what is for sale is ever shown. */
export const SHARE = 1 / 3;

/**
 * Which part is shown before it is paid for. By default nothing of what is so short that 30 seconds are too much of it; a seller who
 * chose where the sample begins wants one, and gets a third of the length.
 *
 * @param {{ sample: boolean, sampleFrom: number | null }} showing
 * @param {number | null} length in seconds
 * @returns {{ from: number, seconds: number } | null} null for nothing
 */
export function samplePlace({ sample, sampleFrom }, length) {
  if (!sample || !Number.isFinite(length) || length === null) return null;
  const seconds = Math.min(SECONDS.most, length * SHARE);
  if (seconds < (sampleFrom === null ? SECONDS.most : SECONDS.fewest)) return null;
  const from = Math.max(0, Math.min(sampleFrom ?? length / 3, length - seconds));
  return { from, seconds };
}

/** Whether so little can be played that it is left out. @param {number} seconds */
export const isTooShort = (seconds) => seconds < SECONDS.fewest;
