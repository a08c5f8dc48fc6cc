import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "viem";
import { SECOND, toUnixSeconds } from "@/lib/clock";
import { publicClient } from "./clients";

/**
 * The chain's clock, as contracts read it. EIP-3009 wants a block's time to be after `validAfter`, and a node simulates
 * with the time of its newest block, which may be some seconds old, or of the next one.
 */

/** No node that is in use is this far behind (s). */
const LONG_AGO = 120n;
/** How long a request waits for the chain's clock (ms): a few seconds, and a slow network's block. */
const PATIENCE = 20 * SECOND;
const POLL = SECOND / 2;

/** Code that returns the time of the block that it runs in: TIMESTAMP, MSTORE, RETURN. */
const TELLS_TIME: Hex = "0x4260005260206000f3";

/** The block in which a call is simulated. */
export type SimulatedAt = "latest" | "pending";

/** Whether a moment (Unix seconds) is so recent that the newest block may be from before it. */
export function isJustNow(seconds: bigint, now: Date): boolean {
  return seconds >= toUnixSeconds(now) - LONG_AGO;
}

/**
 * Waits until a simulated call sees a time after this one (Unix seconds). One of long ago is not asked about.
 *
 * @returns false when it does not within some seconds
 * @throws when the chain cannot be read
 */
export async function untilBlockAfter(
  seconds: bigint,
  { chainId, at, now }: { chainId: number; at: SimulatedAt; now: Date },
): Promise<boolean> {
  if (!isJustNow(seconds, now)) return true;
  for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(POLL)) {
    const { data } = await publicClient(chainId).call({ data: TELLS_TIME, blockTag: at });
    if (BigInt(data ?? 0) > seconds) return true;
  }
  return false;
}
