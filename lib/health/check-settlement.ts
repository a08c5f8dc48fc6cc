import "server-only";
import { privateKeyToAccount } from "viem/accounts";
import { systemClock } from "@/lib/clock";
import { db } from "@/lib/db/client";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { configuredFacilitator } from "@/lib/payment-methods/evm/facilitator/configured";
import { areSettlementsSpent } from "@/lib/payment-methods/evm/gas/budget";
import { isForeignSenderAbout } from "@/lib/payment-methods/evm/gas/foreign-transactions";
import { readSalesLeft } from "@/lib/payment-methods/evm/gas/sales-left";
import { isPoolSpent, WASTE_POOLS, type WastePool } from "@/lib/payment-methods/evm/gas/waste-pools";
import { settings } from "@/lib/settings/settings";

/** With gas for fewer sales than this the operator is warned. */
const LOW_ON_GAS = 100;

/** The embedded facilitator needs gas to settle; a remote one has to respond and to serve this network. */
export async function checkSettlement(network: Network): Promise<string | undefined> {
  const facilitator = settings().facilitators[network.chainId];
  if (facilitator?.kind === "embedded") {
    const { sales, aboveCap, balance } = await readSalesLeft(network, facilitator.gasKey);
    if (sales < 1) throw new Error("the gas account cannot pay for one settlement");
    if (aboveCap) throw new Error("the network asks for more than MAX_FEE_PER_GAS");
    const warnings = [await checkUsedUp(network, facilitator.gasKey, balance)];
    if (isForeignSenderAbout(network.chainId, systemClock.now())) {
      warnings.push("Another program sends from the gas account. Give each its own key.");
    }
    if (sales < LOW_ON_GAS) warnings.push(`About ${sales} sales of gas left.`);
    return warnings.filter(Boolean).join(" ") || undefined;
  }
  if (await configuredFacilitator(network.chainId).supports(network.chainId)) return;
  throw new Error("the facilitator does not serve this network");
}

/** Checks the daily limits of settlements and waste. @throws when nothing more is settled today */
async function checkUsedUp(network: Network, gasKey: `0x${string}`, balance: bigint): Promise<string | undefined> {
  const now = systemClock.now();
  // A database that does not respond is reported by its own check.
  if (await areSettlementsSpent(db(), null, now).catch(() => false)) throw new Error("SETTLEMENTS_PER_DAY is used up");
  const address = privateKeyToAccount(gasKey).address.toLowerCase();
  const spent: WastePool[] = [];
  for (const pool of WASTE_POOLS) {
    if (await isPoolSpent(db(), { network, address, pool, balance, now }).catch(() => false)) spent.push(pool);
  }
  if (spent.includes("keys")) throw new Error("the daily limit of lost gas is used up");
  return spent.length > 0 ? `The daily limit of lost gas is used up on: ${spent.join(", ")}.` : undefined;
}
