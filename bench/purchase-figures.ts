import type { Figure } from "./figures";

/** ms for each round. */
export type Sold = { processorMs: number[]; firstByteMs: number[] };

/** The most that a purchase may take, relative to the earlier build, by the number of buyers at once. */
const FIRST_BYTE_RATIO = (crowd: number) => (crowd === 1 ? 0.5 : 0.4);
const PROCESSOR_RATIO = 0.4;

/**
 * What purchases by this many buyers at once took: against an earlier build of the app, if there is one, and against
 * `@x402/express`.
 */
export function purchaseFigures(
  crowd: number,
  sold: { ours: Sold; earlier?: Sold; express: Sold },
  commit: string,
): Figure[] {
  const buyers = `${crowd} ${crowd === 1 ? "buyer" : "buyers"} at once`;
  const compare = (what: string, pick: (one: Sold) => number[], atMost: number): Figure[] => {
    const name = (rival: string) => `${what}, ${buyers}, against ${rival}`;
    const both = { unit: "ms", ours: pick(sold.ours) };
    const target = { of: "ratio", is: "at most", value: atMost } as const;
    return [
      ...(sold.earlier ? [{ name: name(commit), ...both, theirs: pick(sold.earlier), target }] : []),
      { name: name("@x402/express"), ...both, theirs: pick(sold.express) },
    ];
  };
  return [
    ...compare("Processor time of a purchase", (one) => one.processorMs, PROCESSOR_RATIO),
    ...compare("First paid byte beyond settling", (one) => one.firstByteMs, FIRST_BYTE_RATIO(crowd)),
  ];
}
