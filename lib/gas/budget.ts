import "server-only";
import { DAY } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { GasRefused } from "./refused";

/** For whom a transaction is paid. The payer is lower-case. */
export type Spender = { sellerId: string; payer: string };

/** `deployment`: the payer's own account is made first (ERC-6492). */
export type SpendingKind = "settlement" | "deployment";

/**
 * Counts what was sent in the last 24 hours, inside the database transaction that would store one more, so that
 * requests at once cannot both take the last. Replacements of a stuck transaction are not counted again; a payment that
 * first deploys the payer's account is two transactions and counts as two. Deployments have a limit of their own besides:
 * whoever makes up wallets can have one made for each, as often as anything is for sale.
 *
 * @throws GasRefused (`settlements_spent`) when the instance's, the seller's or the payer's share is used up
 */
export async function checkBudgets(
  tx: Tx,
  { sellerId, payer, kind }: Spender & { kind: SpendingKind },
  now: Date,
): Promise<void> {
  const { instance, seller, payer: each } = settings().settlementsPerDay;
  const since = { createdAt: { gt: new Date(now.getTime() - DAY) }, attempt: 0 };
  const budgets: { name: string; limit: number; where: object }[] = [
    { name: "instance", limit: instance, where: since },
    { name: "seller", limit: seller, where: { ...since, sellerId } },
    { name: "payer", limit: each, where: { ...since, payer } },
  ];
  if (kind === "deployment") {
    budgets.push({ name: "deployments", limit: settings().deploymentsPerDay, where: { ...since, kind } });
  }
  for (const { name, limit, where } of budgets) {
    if (limit > 0 && (await tx.gasTransaction.count({ where })) >= limit) {
      throw new GasRefused(`The ${limit} transactions of the day are used up: ${name}.`, { code: "settlements_spent" });
    }
  }
}
