import "server-only";
import { settings } from "@/lib/env";
import { perProcess } from "@/lib/process";
import { embeddedFacilitator } from "./embedded";
import type { Facilitator } from "./facilitator";
import { remoteFacilitator } from "./remote";

/** The facilitator that the operator chose (`FACILITATOR`), one per process. */
export function configuredFacilitator(): Facilitator {
  return perProcess("facilitator", () => {
    const choice = settings().facilitator;
    return choice.kind === "embedded" ? embeddedFacilitator(choice.gasKey) : remoteFacilitator(choice.url);
  });
}
