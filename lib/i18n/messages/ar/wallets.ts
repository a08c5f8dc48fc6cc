import type { SameKeys } from "../../words";
import type { wallets as en } from "../en/wallets";

export const wallets: SameKeys<typeof en> = {};
