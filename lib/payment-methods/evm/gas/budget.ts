import "server-only";
import { DAY, SECOND } from "@/lib/clock";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import type { Value } from "@/lib/db/statements";
import { settings } from "@/lib/settings/settings";
import { GasRefused } from "./refused";
import { OPERATOR_SELLS, readReservedHalf } from "./reserved-half";

/** Seconds: a setting may change in the meantime, so nobody is told to wait longer. */
const MAX_WAIT = 3_600;

/** Whose payment a transaction is for: a seller's, or the operator's (`OPERATOR_SELLS`). The payer is lower-case. */
export type Spender = { sellerId: string; payer: string };

/** `deployment`: the payer's own account is deployed first (ERC-6492). `refund`: a seller refunds a payment. */
export type SpendingKind = "settlement" | "refund" | "deployment";

type Budget = { name: string; limit: number; where: Where };
/** A condition with its parameters. */
type Where = { sql: string; values: Value[] };

/**
 * Counts the transactions of the last 24 hours, inside the database transaction that would store one more, so that
 * concurrent requests cannot both take the last one. Replacements of a stuck transaction are not counted again; a
 * payment that first deploys the payer's account is two transactions and counts as two. Deployments also have their own
 * limit: a payer can invent any number of wallets, each of which would need one. Refunds are counted separately, within
 * the same numbers: a seller whose daily sales are used up can still refund. Half of the instance's number is reserved
 * for sellers named by the operator, and for those for whose files storage was paid.
 *
 * @returns `byPaidStorage` to store with the transaction: it uses a share of that half
 * @throws GasRefused (`settlements_spent`) when the instance's, the seller's or the payer's share is used up
 */
export async function checkBudgets(
  tx: Tx,
  spender: Spender & { kind: SpendingKind },
  now: Date,
): Promise<{ byPaidStorage: boolean }> {
  const { budgets, byPaidStorage } = await budgetsOf(tx, spender, now);
  const spent = await findSpent(tx, budgets);
  if (!spent) return { byPaidStorage };
  throw new GasRefused(`The ${spent.limit} transactions of the day are used up: ${spent.name}.`, {
    code: "settlements_spent",
    retryAfter: await secondsUntilRoom(tx, spent.where, spent.used - spent.limit, now),
  });
}

/**
 * Whether a sale could not be settled now: then nobody is asked to sign. A hint; `checkBudgets` decides.
 *
 * @param of null means the instance as a whole; sellerId null for one that is not known
 */
export async function areSettlementsSpent(
  client: Db,
  of: { sellerId: string | null; payer: string } | null,
  now: Date,
): Promise<boolean> {
  const asking = { sellerId: OPERATOR_SELLS, payer: "", ...of, kind: "settlement" } as Asked;
  const { budgets: all } = await budgetsOf(client, asking, now);
  const asked = of === null ? ["instance"] : of.sellerId === null ? ["instance", "payer"] : null;
  return (await findSpent(client, asked ? all.filter(({ name }) => asked.includes(name)) : all)) !== null;
}

type Asked = Spender & { kind: SpendingKind };

type Budgets = { budgets: Budget[]; byPaidStorage: boolean };

/** The instance's first. */
async function budgetsOf(client: Db | Tx, asked: Asked, now: Date): Promise<Budgets> {
  const { sellerId, payer, kind } = asked;
  const { instance, seller, payer: each } = settings().settlementsPerDay;
  const since = sinceYesterday(kind, now);
  const budgets: Budget[] = [{ name: "instance", limit: instance, where: since("") }];
  // A settlement that reverted is the payer's fault: it is not counted against the seller.
  const sellers = since(` AND "sellerId" = ? AND "state" <> 'reverted'`, sellerId);
  const payers = since(` AND "payer" = ?`, payer);
  if (sellerId !== OPERATOR_SELLS) budgets.push({ name: "seller", limit: seller, where: sellers });
  // The operator may pay everything back at once that is owed for storage.
  const isOwed = sellerId === OPERATOR_SELLS && kind === "refund";
  if (!isOwed) budgets.push({ name: "payer", limit: each, where: payers });
  if (kind === "refund") return { budgets, byPaidStorage: false };
  if (kind === "deployment") {
    budgets.push({ name: "deployments", limit: settings().deploymentsPerDay, where: since(` AND "kind" = ?`, kind) });
  }
  const others = await othersHalf(client, asked, now);
  if (others.budget && instance > 0) budgets.push({ ...others.budget, limit: Math.max(1, Math.floor(instance / 2)) });
  return { budgets, byPaidStorage: others.byPaidStorage };
}

/** What everybody else has to share: no budget for those whom the other half is for. */
async function othersHalf(client: Db | Tx, { sellerId, kind }: Asked, now: Date) {
  const half = await readReservedHalf(client, sellerId, now);
  if (!half || half.of.kind === "named") return { budget: null, byPaidStorage: false };
  const since = sinceYesterday(kind, now);
  if (half.of.kind === "paid") {
    const { share } = half.of;
    const used = since(` AND "sellerId" = ? AND "byPaidStorage" = ?`, sellerId, true);
    if (share === null || (await count(client, used)) < share) return { budget: null, byPaidStorage: true };
  }
  const notNamed = half.named.length > 0 ? ` AND "sellerId" NOT IN (${marks(half.named)})` : "";
  const where = since(`${notNamed} AND "byPaidStorage" = ?`, ...half.named, false);
  return { budget: { name: "sellers that are not named", where }, byPaidStorage: false };
}

function sinceYesterday(kind: SpendingKind, now: Date): (more: string, ...values: Value[]) => Where {
  const all = ofTheDay(kind === "refund" ? ["refund"] : ["settlement", "deployment"], now);
  return (more, ...values) => ({ sql: all.sql + more, values: [...all.values, ...values] });
}

function ofTheDay(kinds: readonly string[], now: Date): Where {
  return {
    sql: `"createdAt" > ? AND "attempt" = 0 AND "kind" IN (${marks(kinds)})`,
    values: [new Date(now.getTime() - DAY), ...kinds],
  };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => "?").join(", ");
}

async function findSpent(client: Db | Tx, budgets: Budget[]): Promise<(Budget & { used: number }) | null> {
  for (const budget of budgets) {
    if (budget.limit === 0) continue;
    const used = await count(client, budget.where);
    if (used >= budget.limit) return { ...budget, used };
  }
  return null;
}

/** The settlements and deployments of the last 24 hours, which count against the instance's limit. */
export function countSettlements(client: Db, now: Date): Promise<number> {
  return count(client, ofTheDay(["settlement", "deployment"], now));
}

async function count(client: Db | Tx, { sql, values }: Where): Promise<number> {
  const text = `SELECT COUNT(*) FROM "GasTransaction" WHERE ${sql}`;
  const [[used = 0] = []] = (await prepared(client).all(text, values, ["Int"])) as number[][];
  return used;
}

/** When the oldest transaction of the day no longer counts. */
async function secondsUntilRoom(tx: Tx, where: Where, tooMany: number, now: Date): Promise<number> {
  const sql = `SELECT "createdAt" FROM "GasTransaction" WHERE ${where.sql} ORDER BY "createdAt" LIMIT 1 OFFSET ?`;
  const [[leaving] = []] = (await prepared(tx).all(sql, [...where.values, tooMany], ["DateTime"])) as Date[][];
  const wait = leaving ? leaving.getTime() + DAY - now.getTime() : SECOND;
  return Math.min(MAX_WAIT, Math.max(1, Math.ceil(wait / SECOND)));
}
