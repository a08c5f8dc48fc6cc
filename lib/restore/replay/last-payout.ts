import "server-only";
import type { Entry } from "@/lib/journal/entries";

/** A change of a seller's payout address, from the journal. */
export type Change = Extract<Entry, { kind: "payout-changed" }> & { at: Date };

/**
 * The change that came last. Each begins with the address that the one before ended with; their times are only believed
 * if they fit, since a clock may have been set.
 *
 * @param changes of one seller, by their times
 * @returns null when it cannot be told
 */
export function lastOf(changes: readonly Change[]): Change | null {
  const isChain = changes.every(({ from }, at) => at === 0 || changes[at - 1]?.payTo === from);
  if (isChain) return changes.at(-1) ?? null;
  const ends = [...new Set(changes.map(({ payTo }) => payTo))].filter((address) => balanceOf(changes, address) > 0);
  const [end] = ends;
  return ends.length === 1 ? (changes.findLast(({ payTo }) => payTo === end) ?? null) : null;
}

/** How many changes lead to an address, less those that lead away from it. */
function balanceOf(changes: readonly Change[], address: string): number {
  const to = changes.filter(({ payTo }) => payTo === address).length;
  return to - changes.filter(({ from }) => from === address).length;
}
