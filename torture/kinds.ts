import type { Kind } from "./kind";
import { clientKinds } from "./kinds-client";
import { crashKinds, twinKinds } from "./kinds-crash";
import { moneyKinds } from "./kinds-money";
import { nodeKinds, remoteKinds } from "./kinds-network";
import { reorgKinds } from "./kinds-reorg";
import { walletKinds } from "./kinds-wallet";
import { wasteKinds } from "./kinds-waste";

export const kinds: readonly Kind[] = [
  ...crashKinds,
  ...twinKinds,
  ...nodeKinds,
  ...remoteKinds,
  ...clientKinds,
  ...moneyKinds,
  ...reorgKinds,
  ...walletKinds,
];

/** Payers who want the gas account to lose money. They are mixed among the honest purchases. */
export const hostileKinds: readonly Kind[] = wasteKinds;
