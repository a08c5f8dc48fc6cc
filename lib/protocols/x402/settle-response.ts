import "server-only";
import type { SettleResponse } from "@x402/core/types";

/** The object of `PAYMENT-RESPONSE` (x402 v2) for a transfer that happened. `amount` is in atomic units. */
export function settleResponse(
  { payer, amount, network }: { payer: string; amount: string; network: string },
  transaction: string,
): SettleResponse {
  return { success: true, transaction, network: network as SettleResponse["network"], payer, amount };
}
