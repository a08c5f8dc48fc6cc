import "server-only";
import { log } from "@/lib/log";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { withoutUrls } from "@/lib/payment-methods/evm/chain/safe-error";
import { configuredFacilitator } from "./configured";
import { isFacilitatorUnavailable } from "./facilitator";

/**
 * Checks at the start that a network's facilitator settles on it. If it cannot be reached, that is a warning and shows
 * in readiness: it may come back, and a start must not depend on another server.
 *
 * @throws Error in plain words when the facilitator answers but does not serve the network
 */
export async function checkFacilitator({ chainId, caip2, name }: Network): Promise<void> {
  try {
    if (await configuredFacilitator(chainId).supports(chainId)) return;
  } catch (error) {
    if (!isFacilitatorUnavailable(error)) throw error;
    const why = withoutUrls(error.cause instanceof Error ? error.cause.message : error.message);
    log.warn({ chainId, why }, `The facilitator for ${name} does not answer: nothing can be sold there until it does.`);
    return;
  }
  throw new Error(
    `The facilitator for ${name} does not settle there: its /supported does not list x402 version 2, scheme "exact", ` +
      `${caip2}. Name another one by FACILITATOR_${chainId} or FACILITATOR, or remove the network from NETWORKS.`,
  );
}
