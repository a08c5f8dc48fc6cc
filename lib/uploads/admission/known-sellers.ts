import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { settings } from "@/lib/settings/settings";
import { namedSellers } from "@/lib/sign-in/named-sellers";

/**
 * The standing of a seller. `known`: has sold something here, or was named by the operator; everybody else is a
 * newcomer, signed in or not. `named`: by the operator, in `SELLERS`; only they are not suspected of having bought from
 * themselves.
 */
export type Standing = { known: boolean; named: boolean };

/** Of uploads whose storage was paid for: they take no slot and no space from others. */
export const paying: Standing = { known: true, named: true };

const newcomer: Standing = { known: false, named: false };

/**
 * Looks up the sellers who began uploads. @param sellerIds null for uploads without sign-in @returns the standing of
 * each of them
 */
export async function readStandings(
  client: Db | Tx,
  sellerIds: readonly (string | null)[],
): Promise<(sellerId: string | null) => Standing> {
  const wallets = [...new Set(sellerIds.filter((id) => id !== null))];
  if (wallets.length === 0) return () => newcomer;
  // Nobody else can begin one there.
  if (settings().sellers !== "open") return (id) => (id === null ? newcomer : { known: true, named: true });
  const named = new Set(await namedSellers(client));
  const where = { id: { in: wallets }, sales: { gt: 0 } };
  const sold = await client.earnings.findMany({ where, select: { id: true } });
  const known = new Set([...named, ...sold.map(({ id }) => id)]);
  return (id) => (id === null ? newcomer : { known: known.has(id), named: named.has(id) });
}

/** The standing of one seller. */
export async function readStanding(client: Db | Tx, sellerId: string | null): Promise<Standing> {
  return (await readStandings(client, [sellerId]))(sellerId);
}
