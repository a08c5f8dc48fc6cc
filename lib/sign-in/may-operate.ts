import "server-only";
import { settings } from "@/lib/settings/settings";
import type { Identity } from "./check-signature";

/**
 * True when the operator's settings name this wallet (`ADMINS`). An account that is a contract counts only on the first
 * of `NETWORKS`: on another network somebody else may have deployed one at the same address.
 */
export function mayOperate({ address, chainId }: Identity): boolean {
  const { admins, networks } = settings();
  const isHere = chainId === 0 || chainId === networks[0]?.chainId;
  return isHere && admins.some((admin) => admin === address.toLowerCase());
}
