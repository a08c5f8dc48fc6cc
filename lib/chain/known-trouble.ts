import "server-only";
import { MINUTE } from "@/lib/clock";
import { perProcess } from "@/lib/process";
import type { Network } from "./networks";
import type { TokenTrouble } from "./schema";

/** What was seen this long ago (ms) says nothing any more, such as when the node has been silent since. */
const FORGOTTEN = 15 * MINUTE;

type Known = {
  networks: Map<number, { at: number; trouble: TokenTrouble | null }>;
  /** Payees that a token refuses, by chain. */
  refused: Map<number, { at: number; payees: ReadonlySet<string> }>;
  /** Grows whenever something was found or has gone. */
  changes: number;
};

function known(): Known {
  return perProcess("known-trouble", () => ({ networks: new Map(), refused: new Map(), changes: 0 }));
}

/** What the last look found to stand in the way of paying somebody (lower case) on a network. Asks nobody. */
export function knownTrouble({ chainId }: Network, payTo: string, now: Date): TokenTrouble | "payee_refused" | null {
  const seen = known().networks.get(chainId);
  if (seen?.trouble && now.getTime() - seen.at < FORGOTTEN) return seen.trouble;
  const refused = known().refused.get(chainId);
  if (refused && now.getTime() - refused.at < FORGOTTEN && refused.payees.has(payTo)) return "payee_refused";
  return null;
}

/** A number that is another one once `knownTrouble` may answer otherwise by what was found. */
export function troublesFound(): number {
  return known().changes;
}

/** What the last looks at a network found, for metrics. */
export function troubleOn({ chainId }: Network): { trouble: TokenTrouble | null; refusedPayees: number } {
  const { networks, refused } = known();
  return { trouble: networks.get(chainId)?.trouble ?? null, refusedPayees: refused.get(chainId)?.payees.size ?? 0 };
}

/** Remembers what stands in the way on a network. @returns whether that is another thing than before */
export function noteTrouble({ chainId }: Network, trouble: TokenTrouble | null, now: Date): boolean {
  const { networks } = known();
  const changed = trouble !== (networks.get(chainId)?.trouble ?? null);
  networks.set(chainId, { at: now.getTime(), trouble });
  if (changed) known().changes += 1;
  return changed;
}

/** Remembers which payees (lower case) a network's token refuses. @returns whether they are others than before */
export function noteRefused({ chainId }: Network, payees: ReadonlySet<string>, now: Date): boolean {
  const { refused } = known();
  const before = refused.get(chainId)?.payees ?? new Set();
  const changed = payees.size !== before.size || [...payees].some((payee) => !before.has(payee));
  refused.set(chainId, { at: now.getTime(), payees });
  if (changed) known().changes += 1;
  return changed;
}
