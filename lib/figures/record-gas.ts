import "server-only";
import { SECOND } from "@/lib/clock";
import { boundsOf } from "@/lib/day";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { inTime, startDeadline } from "@/lib/deadline";
import { log } from "@/lib/log";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";
import { readSalesLeft } from "@/lib/payment-methods/evm/gas/sales-left";
import { settings } from "@/lib/settings/settings";

/** A chain that is slower than this (ms) is left out until the next time. */
const CHAIN_TIMEOUT = 10 * SECOND;
const GWEI = 1_000_000_000n;

/** What a day's transactions of the gas account cost on each network that this server pays for; with `isToday` also the balance. */
export async function recordGas(day: string, isToday: boolean): Promise<void> {
  const paidHere = settings().networks.filter(({ chainId }) => settings().facilitators[chainId]?.kind === "embedded");
  for (const network of paidHere) {
    const { chainId } = network;
    const costs = await countCosts(chainId, day);
    const balance = isToday ? await readBalance(network) : undefined;
    await db().dailyGas.upsert({
      where: { day_chainId: { day, chainId } },
      create: { day, chainId, balance: balance ?? null, ...costs },
      update: { balance, ...costs },
    });
  }
}

async function countCosts(chainId: number, day: string) {
  const { from, to } = boundsOf(day);
  const [[count, spent, wasted] = []] = await prepared(db()).all(
    COSTS,
    [chainId, from, to],
    ["Int", "BigInt", "BigInt"],
  );
  return { transactions: Number(count ?? 0), spent: (spent ?? 0n) as bigint, wasted: (wasted ?? 0n) as bigint };
}

const COSTS = `
  SELECT COUNT(*), SUM("spent"), SUM("wasted") FROM "GasTransaction"
  WHERE "chainId" = ? AND "state" IN ('mined', 'reverted') AND "closedAt" >= ? AND "closedAt" < ?`;

/** In gwei. Undefined if the network does not answer: what was read before stays. */
async function readBalance(network: Network): Promise<bigint | undefined> {
  const choice = settings().facilitators[network.chainId];
  if (choice?.kind !== "embedded") return undefined;
  try {
    const { balance } = await inTime(readSalesLeft(network, choice.gasKey), startDeadline(CHAIN_TIMEOUT));
    return balance / GWEI;
  } catch (error) {
    log.warn(
      { err: safeChainError(error), chainId: network.chainId },
      "the gas account could not be read for the figures",
    );
    return undefined;
  }
}
