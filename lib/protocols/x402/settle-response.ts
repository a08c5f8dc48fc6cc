import "server-only";
import type { SettleResponse } from "@x402/core/types";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";

/** The object of `PAYMENT-RESPONSE` (x402 v2) for a transfer that happened. `amount` is in atomic units. */
export function settleResponse(
  payment: { payer: string; amount: string },
  network: Network,
  transaction: string,
): SettleResponse {
  return { success: true, transaction, network: network.caip2, payer: payment.payer, amount: payment.amount };
}
