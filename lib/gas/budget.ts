import "server-only";
import { DAY } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { GasRefused } from "./refused";

/** For whom a transaction is paid. The payer is lower-case. */
export type Spender = { sellerId: string; payer: string };

/**
 * Counts what was sent in the last 24 hours, inside the database transaction that would store one more, so that
 * requests at once cannot both take the last. Replacements of a stuck transaction are not counted again; a payment that
 * first deploys the payer's account is two transactions and counts as two.
 *
 * @throws GasRefused (`settlements_spent`) when the instance's, the seller's or the payer's share is used up
 */
export async function checkBudgets(tx: Tx, { sellerId, payer }: Spender, now: Date): Promise<void> {
  const { instance, seller, payer: each } = settings().settlementsPerDay;
  const since = { createdAt: { gt: new Date(now.getTime() - DAY) }, attempt: 0 };
  const budgets = [
    { name: "instance", limit: instance, where: since },
    { name: "seller", limit: seller, where: { ...since, sellerId } },
    { name: "payer", limit: each, where: { ...since, payer } },
  ];
  for (const { name, limit, where } of budgets) {
    if (limit > 0 && (await tx.gasTransaction.count({ where })) >= limit) {
      throw new GasRefused(`The ${name}'s ${limit} settlements of the day are used up.`, { code: "settlements_spent" });
    }
  }
}
