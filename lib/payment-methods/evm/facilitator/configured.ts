import "server-only";
import { perProcess } from "@/lib/process";
import type { FacilitatorChoice } from "@/lib/settings/parse-settings";
import { settings } from "@/lib/settings/settings";
import { embeddedFacilitator } from "./embedded";
import type { Facilitator } from "./facilitator";
import { onceConfirmed } from "./once-confirmed";
import { remoteFacilitator } from "./remote";

/**
 * The facilitator that the operator chose for this chain (`FACILITATOR_<chain id>`, else `FACILITATOR`). One per process
 * and choice: the embedded one counts the nonces of its gas account.
 *
 * @throws Error when the chain is not offered
 */
export function configuredFacilitator(chainId: number): Facilitator {
  const choice = settings().facilitators[chainId];
  if (!choice) throw new Error(`Nobody settles on chain ${chainId}: it is not offered.`);
  const made = perProcess("facilitator", () => new Map<string, Facilitator>());
  const key = JSON.stringify(choice);
  const facilitator = made.get(key) ?? make(choice);
  made.set(key, facilitator);
  return facilitator;
}

function make(choice: FacilitatorChoice): Facilitator {
  return onceConfirmed(
    choice.kind === "embedded" ? embeddedFacilitator(choice.gasKey) : remoteFacilitator(choice.url, choice.auth),
  );
}
