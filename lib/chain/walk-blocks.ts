import "server-only";
import { SECOND } from "@/lib/clock";
import { perProcess } from "@/lib/process";
import { Recent } from "./recent";

/** Blocks asked for at once of a node that has not refused any number yet. */
const FIRST_SPAN = 10_000n;
/** After so many pieces in a row that the node took, a piece twice as long is tried. */
const TRY_MORE_AFTER = 8;
/** One walk asks so often at most, and for so long (ms); then it waits for its next turn. */
const MOST_CALLS = 200;
const LONGEST = 5 * SECOND;
/** Walks whose place is remembered. The longest unused one is forgotten, and starts again. */
const MOST_PLACES = 10_000;

type Walk = {
  chainId: number;
  /** What is looked for: the next walk with the same name continues where this one stopped. */
  name: string;
  fromBlock: bigint;
  toBlock: bigint;
};

export type Walked<T> =
  | { kind: "found"; found: T }
  /** To the end, and nothing was there. */
  | { kind: "nothing" }
  /** Not yet at the end: the next walk continues from here. */
  | { kind: "unfinished" };

/** What a node takes, and where walks stand. In memory: a new process learns and walks again, and loses nothing by it. */
type Memory = { spans: Map<number, { span: bigint; taken: number }>; places: Recent<string, bigint> };

/**
 * Looks through blocks, oldest first, in pieces that the node takes. Nodes bound `eth_getLogs` by blocks (10,000, 1,000, 10),
 * by results or by time, each in words and codes of its own: so whatever goes wrong halves the piece, down to one block, and
 * what was taken is remembered for the chain.
 *
 * A node that is behind has nothing to show of blocks that it lacks. Hence a walk that came to the end and found nothing is
 * forgotten: the next one begins at the beginning, and no block is skipped for good.
 *
 * @param look asks for the logs of these blocks, both ends included; null when what is looked for is not there
 * @throws what `look` throws for a single block
 */
export async function walkBlocks<T>(
  walk: Walk,
  look: (fromBlock: bigint, toBlock: bigint) => Promise<T | null>,
): Promise<Walked<T>> {
  const { spans, places } = perProcess<Memory>("block-walks", () => ({
    spans: new Map(),
    places: new Recent(MOST_PLACES),
  }));
  const learned = spans.get(walk.chainId) ?? { span: FIRST_SPAN, taken: 0 };
  const before = learned.span;
  spans.set(walk.chainId, learned);
  const name = `${walk.chainId} ${walk.fromBlock} ${walk.name}`;
  const until = performance.now() + LONGEST;
  let at = places.get(name) ?? walk.fromBlock;
  places.delete(name);
  for (let calls = 0; at <= walk.toBlock; calls++) {
    if (calls >= MOST_CALLS || performance.now() > until) {
      places.set(name, at);
      return { kind: "unfinished" };
    }
    const end = at + learned.span - 1n < walk.toBlock ? at + learned.span - 1n : walk.toBlock;
    try {
      const found = await look(at, end);
      if (found !== null) return { kind: "found", found };
    } catch (error) {
      if (end > at) {
        Object.assign(learned, { span: (end - at + 1n) / 2n, taken: 0 });
        continue;
      }
      // It refuses everything, so that nothing is learned of what it takes.
      learned.span = before;
      places.set(name, at);
      throw error;
    }
    at = end + 1n;
    learned.taken += 1;
    if (learned.taken % TRY_MORE_AFTER === 0 && learned.span < FIRST_SPAN) learned.span *= 2n;
  }
  return { kind: "nothing" };
}
