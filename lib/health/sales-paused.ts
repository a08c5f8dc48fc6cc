import "server-only";
import { SECOND } from "@/lib/clock";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { perProcess } from "@/lib/process";
import { mayMoveMoney } from "@/lib/restoration/may-move-money";
import { ANSWER_KEPT, check } from "./check";
import { checkSettlement } from "./check-settlement";

/** Pages ask while they wait for money to arrive, so a good result is kept longer; a bad one expires soon. */
const OPEN_KEPT = 15 * SECOND;

/**
 * Whether nothing can be settled on a network right now: then nobody is asked to sign. A hint: settling makes the final
 * check.
 *
 * @param now also decides how long a result is reused
 */
export async function areSalesPaused(network: Network, now: Date): Promise<boolean> {
  if (!(await mayMoveMoney())) return true;
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
