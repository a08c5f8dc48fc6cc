import "server-only";
import { log } from "@/lib/log";
import { payerOf } from "@/lib/payment-methods/evm/eip3009/authorization";
import { bindFound, listFoundFor } from "@/lib/payments/found-transfers";
import { shop } from "@/lib/shop/shop";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";

/**
 * Gives a wallet that has just signed in the purchases that only the chain showed, as after a restore. Those that may be for
 * one of several files wait until their payer comes to one of them. Never throws: signing in works without it.
 */
export async function giveFound({ address, chainId }: BuyerSession, now: Date): Promise<void> {
  const payer = payerOf({ caip2: `eip155:${chainId}` }, address, chainId === 0 ? "key" : "account");
  try {
    for (const ref of await listFoundFor(payer)) await bindFound(shop, ref, payer, now);
  } catch (error) {
    log.warn({ err: error }, "payments that were found on the chain could not be given to their payer now");
  }
}
