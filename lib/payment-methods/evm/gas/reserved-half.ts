import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { paidForStorage } from "@/lib/earnings/paid-for-storage";
import { settings } from "@/lib/settings/settings";
import { namedSellers } from "@/lib/sign-in/named-sellers";

/** What was paid for storage counts from here on, in micro-USD. */
const LEAST_PAID = 100_000n;
/** One settlement a day for each cent: whoever uses up this half has paid several times what that costs in gas. */
const MICRO_USD_EACH = 10_000n;

/** Payments for storage have no seller: the operator is paid. */
export const OPERATOR_SELLS = "";

/** Whose half of the day's settlements it is (rule 9). */
type ReservedHalf = {
  /** Ids of the sellers whom the operator named. */
  named: string[];
  /** `share`: how many settlements a day this seller has there because storage was paid for; null: no limit. */
  of: { kind: "named" } | { kind: "paid"; share: number | null } | { kind: "nobody" };
};

/**
 * Half of the settlements of a day are for sellers named by the operator, and for those for whose files storage was paid, in
 * proportion to what was paid: a cent buys little. A payment for storage itself belongs to that half, since the operator
 * receives it.
 *
 * @returns null where nothing is reserved: everybody is named, or there is no such seller and storage is free
 */
export async function readReservedHalf(client: Db | Tx, sellerId: string, now: Date): Promise<ReservedHalf | null> {
  const { sellers, storage } = settings();
  const named = await namedSellers(client);
  const isPaidFor = storage !== null && sellers === "open";
  if (named.length === 0 && !isPaidFor) return null;
  if (named.includes(sellerId)) return { named, of: { kind: "named" } };
  if (sellerId === OPERATOR_SELLS) return { named, of: { kind: "paid", share: null } };
  const paid = isPaidFor ? await paidForStorage(client, sellerId, now) : 0n;
  if (paid < LEAST_PAID) return { named, of: { kind: "nobody" } };
  return { named, of: { kind: "paid", share: Number(paid / MICRO_USD_EACH) } };
}
