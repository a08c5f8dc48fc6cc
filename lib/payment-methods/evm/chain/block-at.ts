import "server-only";
import { perProcess } from "@/lib/process";
import { publicClient } from "./clients";
import { LruMap, REORG_DEPTH } from "./lru-map";

/** The first step back from the newest block; each further one goes four times as far. */
const FIRST_STEP = 1_000n;
/** The number of cached answers per chain. */
const MAX_KEPT = 1_000;

/**
 * The number of the first block whose time is `seconds` (Unix) or later; one above the newest if there is none yet.
 * Uses headers only, which nodes keep for ever: about twenty calls to look back a day, once for each moment.
 *
 * @throws when the chain cannot be read
 */
export async function blockAt(chainId: number, seconds: bigint): Promise<bigint> {
  const chains = perProcess("blocks-by-time", () => new Map<number, LruMap<bigint, bigint>>());
  const kept = chains.get(chainId) ?? new LruMap<bigint, bigint>(MAX_KEPT);
  chains.set(chainId, kept);
  const known = kept.get(seconds);
  if (known !== undefined) return known;
  const newest = await publicClient(chainId).getBlock({ blockTag: "latest" });
  if (newest.timestamp < seconds) return newest.number + 1n;
  const found = await search(chainId, seconds, newest.number);
  if (found + REORG_DEPTH <= newest.number) kept.set(seconds, found);
  return found;
}

/** @param newest a block whose time is `seconds` or later */
async function search(chainId: number, seconds: bigint, newest: bigint): Promise<bigint> {
  const client = publicClient(chainId);
  const isBefore = async (blockNumber: bigint) => (await client.getBlock({ blockNumber })).timestamp < seconds;
  let [low, high] = [newest, newest];
  for (let step = FIRST_STEP; ; step *= 4n) {
    low = high > step ? high - step : 0n;
    if (await isBefore(low)) break;
    if (low === 0n) return 0n;
    high = low;
  }
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (await isBefore(middle)) low = middle;
    else high = middle;
  }
  return high;
}
