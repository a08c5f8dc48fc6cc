import "server-only";
import { mapAtOnce } from "./map-at-once";

/** Questions that a node is asked at a time. */
const AT_ONCE = 8;

/** A block in which a count grew, and by how much. */
export type Growth = { block: bigint; by: number };

type Span = { low: bigint; high: bigint; before: number; after: number };

/**
 * The blocks of a range in which a count grew that never shrinks, oldest first. Parts of the range in which it did not
 * grow are asked about only once, so each block found costs about as many questions as the range has binary digits.
 *
 * @param countAt the count after a block
 * @param range both ends included
 * @throws Error when the answers contradict each other, as those of several nodes behind one address may; and what
 *   `countAt` throws
 */
export async function findGrowth(
  countAt: (block: bigint) => Promise<number>,
  { fromBlock, toBlock }: { fromBlock: bigint; toBlock: bigint },
): Promise<Growth[]> {
  const after = await countAt(toBlock);
  const before = fromBlock > 0n && after > 0 ? await countAt(fromBlock - 1n) : 0;
  let found: Growth[] = [];
  for (let spans = growing({ low: fromBlock - 1n, high: toBlock, before, after }); spans.length > 0; ) {
    found = found.concat(spans.filter(isBlock).map((span) => ({ block: span.high, by: span.after - span.before })));
    const wide = spans.filter((span) => !isBlock(span));
    spans = (await mapAtOnce(wide, AT_ONCE, (span) => halve(span, countAt))).flat();
  }
  return found.sort((one, other) => (one.block < other.block ? -1 : 1));
}

function isBlock({ low, high }: Span): boolean {
  return high - low === 1n;
}

async function halve(span: Span, countAt: (block: bigint) => Promise<number>): Promise<Span[]> {
  const middle = (span.low + span.high) / 2n;
  const count = await countAt(middle);
  return [...growing({ ...span, high: middle, after: count }), ...growing({ ...span, low: middle, before: count })];
}

function growing(span: Span): Span[] {
  if (span.after < span.before) {
    throw new Error(`The node's answers for blocks ${span.low} to ${span.high} contradict each other. Try again.`);
  }
  return span.after > span.before ? [span] : [];
}
