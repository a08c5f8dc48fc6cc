import "server-only";
import { privateKeyToAccount } from "viem/accounts";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Address, Network } from "@/lib/payment-methods/evm/chain/networks";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";
import { settings } from "@/lib/settings/settings";
import { areSettlementsSpent } from "./budget";
import { isPoolSpent, readPayersPool } from "./waste-pools";

/**
 * Whether this payer's payment to this seller would be refused now because a limit is used up: settlements of the day,
 * or waste for this kind of wallet. Reported before anybody signs. A hint: sending makes the final check.
 *
 * @param sellerId undefined when the file is not known
 */
export async function isUsedUpFor(
  network: Network,
  { payer, sellerId }: { payer: Address; sellerId: string | undefined },
  now: Date,
): Promise<boolean> {
  const facilitator = settings().facilitators[network.chainId];
  if (facilitator?.kind !== "embedded") return false;
  try {
    if (await areSettlementsSpent(db(), { sellerId: sellerId ?? null, payer: payer.toLowerCase() }, now)) return true;
    const { address } = privateKeyToAccount(facilitator.gasKey);
    const [pool, balance] = await Promise.all([
      readPayersPool(network.chainId, payer),
      publicClient(network.chainId).getBalance({ address }),
    ]);
    return await isPoolSpent(db(), { network, address: address.toLowerCase(), pool, balance, now });
  } catch (error) {
    log.warn({ err: safeChainError(error), chainId: network.chainId }, "what is used up could not be read");
    return false;
  }
}
