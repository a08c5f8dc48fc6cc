import "server-only";
import { settings } from "@/lib/settings/settings";

/** True when the operator lets this wallet sell (`SELLERS`). */
export function maySell(address: string): boolean {
  const { sellers } = settings();
  return sellers === "open" || sellers.some((seller) => seller === address.toLowerCase());
}
