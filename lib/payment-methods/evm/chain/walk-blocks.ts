import "server-only";
import { SECOND } from "@/lib/clock";
import { perProcess } from "@/lib/process";
import { LruMap } from "./lru-map";

/** Blocks per request for a node that has not rejected any number yet. */
const FIRST_SPAN = 10_000n;
/** After this many accepted pieces in a row, a piece twice as long is tried. */
const TRY_MORE_AFTER = 8;
/** One walk makes at most this many requests, and takes at most this long (ms); then it waits for its next turn. */
const MAX_CALLS = 200;
const TIMEOUT = 5 * SECOND;
/** Walks whose position is remembered. The least recently used one is forgotten, and starts again. */
const MAX_PLACES = 10_000;

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

/**
 * What a node accepts, and the positions of walks. In memory: a new process learns and walks again, and loses nothing by it.
 */
type Memory = { spans: Map<number, { span: bigint; taken: number }>; places: LruMap<string, bigint> };

/**
 * Searches blocks, oldest first, in pieces that the node accepts. Nodes limit `eth_getLogs` by blocks (10,000, 1,000,
 * 10), by results or by time, each with other messages and codes: so any error halves the piece, down to one block, and
 * the accepted size is remembered for the chain.
 *
 * A lagging node returns nothing for blocks that it lacks. So a walk that reached the end and found nothing is
 * forgotten: the next one starts from the beginning, and no block is skipped for good.
 *
 * @param look requests the logs of these blocks, both ends included; null when nothing was found
 * @throws what `look` throws for a single block
 */
export async function walkBlocks<T>(
  walk: Walk,
  look: (fromBlock: bigint, toBlock: bigint) => Promise<T | null>,
): Promise<Walked<T>> {
  const { spans, places } = perProcess<Memory>("block-walks", () => ({
    spans: new Map(),
    places: new LruMap(MAX_PLACES),
  }));
  const learned = spans.get(walk.chainId) ?? { span: FIRST_SPAN, taken: 0 };
  const before = learned.span;
  spans.set(walk.chainId, learned);
  const name = `${walk.chainId} ${walk.fromBlock} ${walk.name}`;
  const until = performance.now() + TIMEOUT;
  let at = places.get(name) ?? walk.fromBlock;
  places.delete(name);
  for (let calls = 0; at <= walk.toBlock; calls++) {
    if (calls >= MAX_CALLS || performance.now() > until) {
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
      // It rejects everything, so nothing is learned about what it accepts.
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
