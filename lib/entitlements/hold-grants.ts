import "server-only";
import type { Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { type GrantRow, live } from "./grant";

type Product = { productKind: string; productId: string };

/**
 * Closes every live grant for something by a decision of the operator. Their time does not run from now on.
 *
 * @returns the orders that gave them
 */
export async function holdGrants(tx: Tx, product: Product, now: Date): Promise<string[]> {
  const grants = await tx.entitlement.findMany({ where: { ...product, heldAt: null, ...live(now) } });
  for (const { id, until } of grants) {
    await prepared(tx).entitlement.updateMany({ id }, { heldAt: now, heldUntil: until, until: null });
  }
  return ordersOf(grants);
}

/**
 * Opens them again, and gives back the time that they were held.
 *
 * @param which `all`, or only those that opened something before they were held: not what was paid for while the sale was
 *   stopped
 * @returns the orders that gave them
 */
export async function releaseGrants(
  tx: Tx,
  product: Product,
  which: "all" | "opened-before",
  now: Date,
): Promise<string[]> {
  const held = await tx.entitlement.findMany({ where: { ...product, heldAt: { not: null } } });
  const grants = held.filter((grant) => which === "all" || !isHeldFromTheStart(grant));
  for (const { id, heldAt, heldUntil } of grants) {
    const lost = heldAt ? Math.max(0, now.getTime() - heldAt.getTime()) : 0;
    const until = heldUntil && new Date(heldUntil.getTime() + lost);
    await prepared(tx).entitlement.updateMany({ id }, { heldAt: null, heldUntil: null, until });
  }
  return ordersOf(grants);
}

/** Every grant for one of these parts that nobody ended, also those whose time is up. */
export function findGrantsOfParts(tx: Tx, partIds: string[]): Promise<GrantRow[]> {
  return tx.entitlement.findMany({ where: { partId: { in: partIds }, revokedAt: null } });
}

/**
 * Gives grants that were not held the time back in which a decision kept a part of what was bought from their buyers.
 *
 * @param since when it began
 */
export async function giveTimeBack(tx: Tx, grants: readonly GrantRow[], since: Date, now: Date): Promise<void> {
  for (const { id, until, heldAt, createdAt } of grants) {
    if (until === null || until <= since || heldAt !== null) continue;
    const lost = now.getTime() - Math.max(since.getTime(), createdAt.getTime());
    await prepared(tx).entitlement.updateMany({ id }, { until: new Date(until.getTime() + lost) });
  }
}

/** Made by a payment that arrived while the sale was stopped. */
function isHeldFromTheStart({ createdAt, heldAt }: GrantRow): boolean {
  return heldAt?.getTime() === createdAt.getTime();
}

function ordersOf(grants: GrantRow[]): string[] {
  return [...new Set(grants.flatMap(({ orderId }) => orderId ?? []))];
}
