import "server-only";
import { settings } from "@/lib/settings/settings";
import { testSeller } from "./test-seller";

/** True when the operator lets this wallet sell (`SELLERS`), and for the operator's own test sales. */
export function maySell(address: string): boolean {
  const { sellers } = settings();
  if (sellers === "open") return true;
  const wallet = address.toLowerCase();
  return sellers.some((seller) => seller === wallet) || wallet === testSeller().address.toLowerCase();
}
