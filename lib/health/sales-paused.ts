import "server-only";
import type { Network } from "@/lib/chain/networks";
import { SECOND } from "@/lib/clock";
import { perProcess } from "@/lib/process";
import { ANSWER_KEPT, check } from "./check";
import { checkSettlement } from "./check-settlement";

/** Pages ask while they wait for money to arrive, so the good answer is kept for longer; the bad one is over soon. */
const OPEN_KEPT = 15 * SECOND;

/**
 * Whether nothing can be settled on a network right now: then nobody is asked to sign. Advice: what may still go wrong
 * after this look is found out by settling.
 *
 * @param now also ends the time an answer is repeated
 */
export function areSalesPaused(network: Network, now: Date): Promise<boolean> {
  const kept = perProcess<Map<number, { until: number; answer: Promise<boolean> }>>("sales-paused", () => new Map());
  const last = kept.get(network.chainId);
  if (last && last.until > now.getTime()) return last.answer;
  const look = async () => {
    const { ready } = await check({ name: `settlement on ${network.name}`, run: () => checkSettlement(network) });
    if (!ready) fresh.until = now.getTime() + ANSWER_KEPT;
    return !ready;
  };
  const fresh = { until: now.getTime() + OPEN_KEPT, answer: look() };
  kept.set(network.chainId, fresh);
  return fresh.answer;
}
