import "server-only";
import { MINUTE } from "@/lib/clock";
import { perProcess } from "@/lib/process";
import type { Network } from "./networks";
import type { TokenTrouble } from "./schema";

/** Results this old (ms) are no longer valid, for example when the node has been silent since. */
const FORGOTTEN = 15 * MINUTE;

type Known = {
  networks: Map<number, { at: number; trouble: TokenTrouble | null }>;
  /** Payees that a token refuses, by chain. */
  refused: Map<number, { at: number; payees: ReadonlySet<string> }>;
  /** Grows whenever a trouble was found or has ended. */
  changes: number;
};

function known(): Known {
  return perProcess("known-trouble", () => ({ networks: new Map(), refused: new Map(), changes: 0 }));
}

/** What the last check found to prevent payments to somebody (lower case) on a network. Makes no request. */
export function knownTrouble({ chainId }: Network, payTo: string, now: Date): TokenTrouble | "payee_refused" | null {
  const seen = known().networks.get(chainId);
  if (seen?.trouble && now.getTime() - seen.at < FORGOTTEN) return seen.trouble;
  const refused = known().refused.get(chainId);
  if (refused && now.getTime() - refused.at < FORGOTTEN && refused.payees.has(payTo)) return "payee_refused";
  return null;
}

/** A number that changes whenever the result of `knownTrouble` may have changed. */
export function troublesFound(): number {
  return known().changes;
}

/** What the last checks of a network found, for metrics. */
export function troubleOn({ chainId }: Network): { trouble: TokenTrouble | null; refusedPayees: number } {
  const { networks, refused } = known();
  return { trouble: networks.get(chainId)?.trouble ?? null, refusedPayees: refused.get(chainId)?.payees.size ?? 0 };
}

/** Remembers what prevents payments on a network. @returns whether that has changed */
export function noteTrouble({ chainId }: Network, trouble: TokenTrouble | null, now: Date): boolean {
  const { networks } = known();
  const changed = trouble !== (networks.get(chainId)?.trouble ?? null);
  networks.set(chainId, { at: now.getTime(), trouble });
  if (changed) known().changes += 1;
  return changed;
}

/** Remembers which payees (lower case) a network's token refuses. @returns whether they have changed */
export function noteRefused({ chainId }: Network, payees: ReadonlySet<string>, now: Date): boolean {
  const { refused } = known();
  const before = refused.get(chainId)?.payees ?? new Set();
  const changed = payees.size !== before.size || [...payees].some((payee) => !before.has(payee));
  refused.set(chainId, { at: now.getTime(), payees });
  if (changed) known().changes += 1;
  return changed;
}
