/** The speed over the last few seconds, because people want to know the current speed. */

/** Milliseconds that count. */
const WINDOW = 6_000;

type Sample = { at: number; bytes: number };

export type Rate = { samples: readonly Sample[] };

export const noRate: Rate = { samples: [] };

/** Adds what was sent until now. `at` in milliseconds, `bytes` in all. */
export function addSample(rate: Rate, at: number, bytes: number): Rate {
  const last = rate.samples.at(-1);
  // After a reload, a retry or a pause the count jumps back or the clock jumps ahead: start again.
  if (last && (bytes < last.bytes || at - last.at > WINDOW)) return { samples: [{ at, bytes }] };
  return { samples: [...rate.samples.filter((sample) => at - sample.at <= WINDOW), { at, bytes }] };
}

/** Bytes per second, or null while there is too little data. */
export function bytesPerSecond({ samples }: Rate): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < 500) return null;
  return ((last.bytes - first.bytes) * 1_000) / (last.at - first.at);
}

/** Seconds until `total` bytes are sent, or null if unknown. */
export function secondsLeft(rate: Rate, total: number): number | null {
  const speed = bytesPerSecond(rate);
  const sent = rate.samples.at(-1)?.bytes ?? 0;
  return speed ? (total - sent) / speed : null;
}
