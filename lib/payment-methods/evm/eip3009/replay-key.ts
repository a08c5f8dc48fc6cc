import "server-only";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { PresentedPayment } from "@/lib/protocols/x402/decode-payment";

type Presented = { network: Network; payment: Pick<PresentedPayment, "from" | "nonce"> };

/** What identifies an authorization, in the ledger's one spelling. */
export function replayKey({ network, payment }: Presented) {
  return {
    chainId: network.chainId,
    token: network.token.address.toLowerCase(),
    payer: payment.from,
    nonce: payment.nonce,
  };
}
