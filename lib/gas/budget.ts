import "server-only";
import { DAY, SECOND } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { GasRefused } from "./refused";

/** Seconds: a setting may be changed meanwhile, so nobody is told to stay away for longer. */
const LONGEST_WAIT = 3_600;

/** For whom a transaction is paid. The payer is lower-case. */
export type Spender = { sellerId: string; payer: string };

/** `deployment`: the payer's own account is made first (ERC-6492). `refund`: a seller gives a payment back. */
export type SpendingKind = "settlement" | "refund" | "deployment";

/**
 * Counts what was sent in the last 24 hours, inside the database transaction that would store one more, so that
 * requests at once cannot both take the last. Replacements of a stuck transaction are not counted again; a payment that
 * first deploys the payer's account is two transactions and counts as two. Deployments have a limit of their own besides:
 * whoever makes up wallets can have one made for each, as often as anything is for sale. Refunds are counted apart, within
 * the same numbers: a seller whose sales of the day are used up can still give money back.
 *
 * @throws GasRefused (`settlements_spent`) when the instance's, the seller's or the payer's share is used up
 */
export async function checkBudgets(
  tx: Tx,
  { sellerId, payer, kind }: Spender & { kind: SpendingKind },
  now: Date,
): Promise<void> {
  const { instance, seller, payer: each } = settings().settlementsPerDay;
  const kinds = kind === "refund" ? ["refund"] : ["settlement", "deployment"];
  const since = { createdAt: { gt: new Date(now.getTime() - DAY) }, attempt: 0, kind: { in: kinds } };
  const budgets: { name: string; limit: number; where: object }[] = [
    { name: "instance", limit: instance, where: since },
    // A settlement that reverted is a payer's doing: it takes nothing from whose file it was for.
    { name: "seller", limit: seller, where: { ...since, sellerId, state: { not: "reverted" } } },
    { name: "payer", limit: each, where: { ...since, payer } },
  ];
  if (kind === "deployment") {
    budgets.push({ name: "deployments", limit: settings().deploymentsPerDay, where: { ...since, kind } });
  }
  for (const { name, limit, where } of budgets) {
    const used = limit > 0 ? await tx.gasTransaction.count({ where }) : 0;
    if (limit === 0 || used < limit) continue;
    throw new GasRefused(`The ${limit} transactions of the day are used up: ${name}.`, {
      code: "settlements_spent",
      retryAfter: await secondsUntilRoom(tx, where, used - limit, now),
    });
  }
}

/** When the transaction whose day ends next in line makes room. */
async function secondsUntilRoom(
  tx: Tx,
  where: NonNullable<Parameters<Tx["gasTransaction"]["findFirst"]>[0]>["where"],
  tooMany: number,
  now: Date,
): Promise<number> {
  const leaving = await tx.gasTransaction.findFirst({ where, orderBy: { createdAt: "asc" }, skip: tooMany });
  const wait = leaving ? leaving.createdAt.getTime() + DAY - now.getTime() : SECOND;
  return Math.min(LONGEST_WAIT, Math.max(1, Math.ceil(wait / SECOND)));
}
