import "server-only";
import { log } from "@/lib/log";
import { derivedKey } from "@/lib/settings/derived-key";
import { type MarkedAuthorization, type SoldOffer, sealSale } from "./sale-mark";

/**
 * This shop's mark for one sale, to be sent after the call that settles it. Empty if there can be none, which is no reason
 * not to settle.
 */
export function markSale(authorization: MarkedAuthorization, offer: SoldOffer): `0x${string}` {
  const mark = sealSale(derivedKey("chain backup"), authorization, offer);
  if (mark) return mark;
  log.error({ offer }, "a settlement is sent without a mark: its offer does not fit into one");
  return "0x";
}
