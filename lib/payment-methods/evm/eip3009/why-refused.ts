import "server-only";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { TokenTrouble } from "@/lib/payment-methods/evm/chain/schema";
import { readRefused } from "@/lib/payment-methods/evm/chain/token-state";
import { lookForTrouble } from "@/lib/payment-methods/evm/chain/token-watch";
import type { PresentedPayment } from "@/lib/protocols/x402/decode-payment";

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
