import "server-only";
import { publicClient } from "./clients";

/** The first step back from the newest block; each further one goes four times as far. */
const FIRST_STEP = 1_000n;

/**
 * The number of the first block whose time is `seconds` (Unix) or later; one above the newest where there is none yet. By
 * headers alone, which nodes keep for ever: about twenty questions for a day.
 *
 * @throws when the chain cannot be read
 */
export async function blockAt(chainId: number, seconds: bigint): Promise<bigint> {
  const client = publicClient(chainId);
  const isBefore = async (blockNumber: bigint) => (await client.getBlock({ blockNumber })).timestamp < seconds;
  const newest = await client.getBlock({ blockTag: "latest" });
  if (newest.timestamp < seconds) return newest.number + 1n;
  let [low, high] = [newest.number, newest.number];
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
