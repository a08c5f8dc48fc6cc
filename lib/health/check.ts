import "server-only";
import { SECOND } from "@/lib/clock";
import { log } from "@/lib/log";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";

/**
 * One thing that selling needs. The name and the warning (about what will soon stop sales) are for operators and
 * contain no URL, path or key.
 */
export type Check = { name: string; ready: boolean; warning?: string };

/** A check that takes longer than this (ms) counts as failed. */
const CHECK_TIMEOUT = 5 * SECOND;

/** A result is reused for this long, so that frequent requests cost the chain nothing. */
export const ANSWER_KEPT = 2 * SECOND;

/** Throws when it is not ready; may return a warning. */
export type Probe = { name: string; run: () => Promise<string | undefined> };

/** Runs one probe; a failure is logged with its cause. */
export async function check({ name, run }: Probe): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), CHECK_TIMEOUT);
  });
  try {
    const warning = await Promise.race([run(), tooLate]);
    return { name, ready: true, ...(warning ? { warning } : {}) };
  } catch (error) {
    log.warn({ check: name, err: safeChainError(error) }, "not ready");
    return { name, ready: false };
  } finally {
    clearTimeout(timer);
  }
}
