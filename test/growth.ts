/** How much longer the long input is. Eight times 2,000 characters is about what a request can contain. */
const FACTOR = 8;
/** Growth this near to linear needs no second measurement. */
const PLAINLY_LINEAR = 1.2;
const RUNS = { least: 5, most: 60 };

/**
 * How the time of some work grows with the size of its input, as the exponent of a power: 1 for work that is linear, 2 for
 * quadratic work, also on a slow or busy machine. The fastest run counts, since what else the machine does only ever adds;
 * growth that looks steep is measured longer.
 *
 * @param work what is measured, with an input of `size`
 * @param small compared with eight times as much
 */
export function growthOf<T>(make: (size: number) => T, work: (input: T) => void, small = 2_000): number {
  const [short, long] = [make(small), make(small * FACTOR)];
  const best = { short: Number.POSITIVE_INFINITY, long: Number.POSITIVE_INFINITY };
  // Shorter times mostly measure the clock and the garbage collector.
  const growth = () => Math.log(Math.max(best.long, 0.2) / Math.max(best.short, 0.2)) / Math.log(FACTOR);
  for (let run = 0; run < RUNS.most; run += 1) {
    best.short = Math.min(
      best.short,
      timeOf(() => work(short)),
    );
    best.long = Math.min(
      best.long,
      timeOf(() => work(long)),
    );
    if (run + 1 >= RUNS.least && growth() < PLAINLY_LINEAR) break;
  }
  return growth();
}

/** Milliseconds. */
function timeOf(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
