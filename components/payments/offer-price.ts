import type { Offer } from "@/lib/files/schema";
import { formatAtomic } from "@/lib/money";

/** An offer's price as people read it, exact: "$0.50", "$1,234.50". One token of an offer is one dollar. */
export function offerPrice({ amount, decimals }: Pick<Offer, "amount" | "decimals">): string {
  const [whole = "0", fraction = "00"] = formatAtomic(BigInt(amount), decimals).split(".");
  return `$${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",")}.${fraction}`;
}
