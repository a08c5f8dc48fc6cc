import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Payer, Product, ProductRef } from "./ports";

/** Unique among the standing orders, those that are open or give something: see `Product.repeatKey`. */
export type StandingKeys = { accountKey: string | null; personKey: string | null };

/** The keys of an order: its account's, and its person's if a plain key signs for it. */
export function keysOf(product: Product, offer: ProductRef & { offerId: string }, payer: Payer): StandingKeys {
  return {
    accountKey: product.repeatKey(offer, payer.account),
    personKey: payer.isOneEverywhere ? product.repeatKey(offer, payer.person) : null,
  };
}

/**
 * Those of an order's keys that no other order has: for an order that is revived although its payer may have bought
 * the same again in the meantime.
 */
export async function keysThatAreFree(tx: Tx, { accountKey, personKey }: StandingKeys): Promise<StandingKeys> {
  const isTaken = async (where: { accountKey: string } | { personKey: string }) =>
    (await tx.order.count({ where })) > 0;
  return {
    accountKey: accountKey !== null && (await isTaken({ accountKey })) ? null : accountKey,
    personKey: personKey !== null && (await isTaken({ personKey })) ? null : personKey,
  };
}
