/** The sale is not finished, and nothing is lost: the same command takes it up. */
export class Interrupted extends Error {}

/** Waits between attempts (ms). Progress starts the count again. */
export const RETRY_DELAYS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000];
