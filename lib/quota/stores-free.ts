import "server-only";
import { settings } from "@/lib/settings/settings";

type Owner = { address: string; quotaBytes: bigint | null };

/**
 * Whether a seller pays nothing for storage even where it is paid for: named by the operator in `SELLERS`, or with a quota of its
 * own, within that.
 */
export function storesFree({ address, quotaBytes }: Owner): boolean {
  const { sellers, namedSellers } = settings();
  return quotaBytes !== null || sellers !== "open" || namedSellers.some((named) => named === address.toLowerCase());
}
