import "server-only";
import { toUnixSeconds } from "@/lib/clock";
import { type SimulatedAt, untilBlockAfter } from "@/lib/payment-methods/evm/chain/block-time";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { Eip3009 } from "./authorization";
import { type Refused, refusal } from "./refusal";

/** A facilitator needs time to get the transaction into a block; the reference one rejects less than six seconds. */
export const MIN_SECONDS_LEFT = 6n;
/** Longer than any challenge allows: until then the payment could stay unresolved and block the buyer. */
export const MAX_SECONDS_AHEAD = 24n * 3600n;
/** Of a payer with code: its owners sign one after the other, perhaps over a weekend. */
export const MAX_SECONDS_AHEAD_WITH_CODE = 72n * 3600n;
/** An authorization that becomes valid this soon (s) is waited for: clocks differ, and some clients write their own now. */
const GRACE_SECONDS = 10n;

type Window = Pick<Eip3009, "validAfter" | "validBefore">;

/** Whether the window fits, as far as that can be told without the chain. Null when it does. */
export function checkWindow({ validAfter, validBefore }: Window, now: Date): Refused | null {
  const seconds = toUnixSeconds(now);
  if (validBefore < seconds + MIN_SECONDS_LEFT) {
    return refusal("authorization_expired", "The authorization has expired or is about to. Sign a new one.");
  }
  if (validAfter > seconds + GRACE_SECONDS) return notYetValid;
  return validBefore > seconds + MAX_SECONDS_AHEAD_WITH_CODE ? tooLong : null;
}

/** The shorter window of a plain key, which signs at once. Null when it fits. */
export function checkKeysWindow({ validBefore }: Window, now: Date): Refused | null {
  return validBefore > toUnixSeconds(now) + MAX_SECONDS_AHEAD ? tooLong : null;
}

const notYetValid = refusal("authorization_not_yet_valid", "The authorization only becomes valid later.");
const tooLong = refusal(
  "authorization_too_long",
  "An authorization may stay valid for one day at most, and for three days if the payer is a contract wallet whose owners sign one after the other.",
);

/**
 * Waits until the token would take an authorization that becomes valid in a few seconds. Others wait for nothing.
 *
 * @param at the block in which the facilitator simulates
 * @returns null once it is valid
 * @throws when the chain cannot be read
 */
export async function untilValid(
  { validAfter }: Window,
  { chainId }: Network,
  { at, now }: { at: SimulatedAt; now: Date },
): Promise<Refused | null> {
  return (await untilBlockAfter(validAfter, { chainId, at, now })) ? null : notYetValid;
}
