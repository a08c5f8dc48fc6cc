import "server-only";
import { settings } from "@/lib/settings/settings";
import { testSeller } from "@/lib/sign-in/test-seller";

type Owner = { address: string; quotaBytes: bigint | null };

/**
 * Whether a seller pays nothing for storage even where it is paid for: named by the operator in `SELLERS`, with a quota of its
 * own, within that, or the operator's test seller.
 */
export function storesFree({ address, quotaBytes }: Owner): boolean {
  const isFree = quotaBytes !== null || settings().sellers !== "open";
  return isFree || freeAddresses().includes(address.toLowerCase());
}

/** The wallets that store for free whatever their rows say, in lower case. */
export function freeAddresses(): string[] {
  return [...settings().namedSellers, testSeller().address.toLowerCase()];
}
