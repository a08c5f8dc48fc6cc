import "server-only";
import { mayMoveMoney } from "./may-move-money";

/**
 * A job that deletes things, as one that waits while a restore waits: what looks unneeded may belong to a sale that is still
 * to be found on the chain.
 */
export function onceConfirmed(run: (now: Date) => Promise<void>): (now: Date) => Promise<void> {
  return async (now) => {
    if (await mayMoveMoney()) await run(now);
  };
}
