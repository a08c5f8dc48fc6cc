/**
 * How the time of some work grows with the size of its input, as the exponent of a power: 1 for work that is linear, 2 for
 * quadratic work, also on a slow or busy machine.
 *
 * @param work what is measured, with an input of `size`
 * @param small compared with eight times as much, which is about what a request can bring along
 */
export function growthOf<T>(make: (size: number) => T, work: (input: T) => void, small = 2_000): number {
  const factor = 8;
  const times = [small, small * factor].map((size) => fastest(make(size), work));
  const [short = 0, long = 0] = times;
  // Shorter times are rather those of the clock and the collector.
  return Math.log(Math.max(long, 0.2) / Math.max(short, 0.2)) / Math.log(factor);
}

/** Milliseconds of the fastest of a few runs: what else the machine does only ever adds. */
function fastest<T>(input: T, work: (input: T) => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const begun = performance.now();
    work(input);
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}
