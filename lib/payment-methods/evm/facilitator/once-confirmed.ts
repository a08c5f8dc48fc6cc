import "server-only";
import { mayMoveMoney, RETRY_AFTER_RESTORE } from "@/lib/restoration/may-move-money";
import { type Facilitator, FacilitatorUnavailable } from "./facilitator";

/**
 * A facilitator that is shown nothing while a restore waits for its operator: the last line of defence, whatever else was
 * forgotten (rule 13). Verifying counts too, since it shows the authorization to others, who may use it.
 */
export function onceConfirmed(facilitator: Facilitator): Facilitator {
  return {
    ...facilitator,
    async verify(payload, requirements) {
      await requireConfirmed();
      return facilitator.verify(payload, requirements);
    },
    async settle(payload, requirements, settlement) {
      await requireConfirmed();
      return facilitator.settle(payload, requirements, settlement);
    },
  };
}

async function requireConfirmed(): Promise<void> {
  if (await mayMoveMoney()) return;
  const retryAfter = RETRY_AFTER_RESTORE;
  throw new FacilitatorUnavailable("A restore waits for the operator's confirmation.", { retryAfter });
}
