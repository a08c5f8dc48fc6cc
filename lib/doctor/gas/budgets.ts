import "server-only";
import { existsSync } from "node:fs";
import { privateKeyToAccount } from "viem/accounts";
import { db } from "@/lib/db/client";
import type { Check, Shop } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";
import { countSettlements } from "@/lib/payment-methods/evm/gas/budget";
import { readSalesLeft } from "@/lib/payment-methods/evm/gas/sales-left";
import { isPoolSpent, readWaste, WASTE_POOLS, wasteAllowance } from "@/lib/payment-methods/evm/gas/waste-pools";
import { paidHere } from "./account";

/** Of a day's limit, in percent, from which on the operator is warned. */
const HIGH = 80n;

/** Settlements of the last 24 hours against their limit. */
export const settlementsOfTheDay: Check = {
  name: "settlements-of-the-day",
  async run(shop) {
    const limit = shop.settings.settlementsPerDay.instance;
    if (paidHere(shop).length === 0 || !hasDatabase(shop)) return [];
    const used = await countSettlements(db(), shop.now());
    const words = `${used} transactions of the gas account in 24 hours${limit > 0 ? `, of ${limit} allowed` : ""}.`;
    const about = "SETTLEMENTS_PER_DAY";
    const fix = "Raise it if these are real sales. Look at the dashboard first: somebody may be wasting your gas.";
    if (limit > 0 && used >= limit) {
      return [trouble("settlements-spent", { about, words: `${words} No more sales are settled today.`, fix })];
    }
    if (limit > 0 && BigInt(used) * 100n >= BigInt(limit) * HIGH) {
      return [trouble("settlements-nearly-spent", { about, words: `${words} Sales stop at the limit.`, fix })];
    }
    return [fine("settlements-of-the-day", words, about)];
  },
};

/** Gas that was spent without a sale in the last 24 hours, by kind of wallet, against what is tolerated. */
export const wasteOfTheDay: Check = {
  name: "waste-of-the-day",
  async run(shop) {
    if (!hasDatabase(shop)) return [];
    return (await Promise.all(paidHere(shop).map((paid) => lookAtWaste(paid, shop.now())))).flat();
  },
};

async function lookAtWaste({ network, gasKey }: ReturnType<typeof paidHere>[number], now: Date): Promise<Finding[]> {
  const address = privateKeyToAccount(gasKey).address.toLowerCase();
  const left = await readSalesLeft(network, gasKey).catch(() => null);
  if (left === null) return [];
  const findings: Finding[] = [];
  for (const pool of WASTE_POOLS) {
    const { held, lost } = await readWaste(db(), { chainId: network.chainId, address }, pool, now);
    const allowed = wasteAllowance(network, pool, left.balance);
    const words = `Of the gas account, ${lost} gwei were lost without a sale in 24 hours (${pool}); ${allowed} gwei are tolerated.`;
    const fix =
      "Sales come back by themselves within a day. docs/decisions/0113-waste-is-bounded.md explains the limit.";
    const about = network.name;
    if (await isPoolSpent(db(), { network, address, pool, balance: left.balance, now })) {
      findings.push(trouble("gas-waste-spent", { about, words: `${words} Such wallets cannot buy now.`, fix }));
    } else if (lost > 0n && (lost + held) * 100n >= allowed * HIGH) {
      findings.push(trouble("gas-waste-high", { about, words, fix }));
    }
  }
  if (findings.length > 0) return findings;
  return [fine("waste-of-the-day", "Little or no gas was spent without a sale in the last 24 hours.", network.name)];
}

/** Opening one that is not there would make it. */
function hasDatabase({ settings }: Shop): boolean {
  return existsSync(settings.databaseUrl.replace(/^file:/, ""));
}
