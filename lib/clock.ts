/** The clock, in one place, so that domain functions take `now` as an argument and tests can choose it. */
export const systemClock = { now: () => new Date() };

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Unix time in whole seconds, as EIP-3009 counts it. */
export function toUnixSeconds(date: Date): bigint {
  return BigInt(Math.floor(date.getTime() / SECOND));
}
