import "server-only";
import type { Network } from "@/lib/chain/networks";
import type { TokenTrouble } from "@/lib/chain/schema";
import { readRefused } from "@/lib/chain/token-state";
import { lookForTrouble } from "@/lib/chain/token-watch";
import type { PresentedPayment } from "@/lib/payments/x402/decode-payment";

/**
 * The trouble of the token, or of our clock, that made a payment fail verification: checked now. Null if there is none.
 *
 * @throws when the chain cannot be read
 */
export async function whyRefused(
  network: Network,
  { from, to }: PresentedPayment,
  now: Date,
): Promise<TokenTrouble | "payee_refused" | "payer_refused" | null> {
  const [trouble, refused] = await Promise.all([lookForTrouble(network, now), readRefused(network, [from, to])]);
  if (trouble) return trouble;
  if (refused.has(to)) return "payee_refused";
  return refused.has(from) ? "payer_refused" : null;
}
