import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { publicClient } from "./clients";
import { noteRefused, noteTrouble } from "./known-trouble";
import type { Address, Network } from "./networks";
import { safeChainError } from "./safe-error";
import type { TokenTrouble } from "./schema";
import { readRefused, readTokenState } from "./token-state";

/** Clocks may be apart by this much (ms): authorizations of clients have some minutes of room on both sides. */
const CLOCKS_APART = 2 * MINUTE;
/** An older block (ms) is worth a warning, though none may have come since. */
const OLD = 10 * MINUTE;
/** A look is repeated for this long (ms), however many ask. */
const LOOK_KEPT = 2 * SECOND;

type Looks = {
  last: Map<number, { until: number; answer: Promise<TokenTrouble | null> }>;
  newest: Map<number, { number: bigint; time: number; lookedAt: number; isBehind: boolean }>;
};

function looks(): Looks {
  return perProcess("token-watch", () => ({ last: new Map(), newest: new Map() }));
}

/**
 * What stands in the way of every payment on a network, whoever pays whom: its token is paused, has another EIP-712 domain
 * than the settings say, this server's clock is behind the chain's, or the blocks that come are old. Looked up now, and remembered for `knownTrouble`.
 *
 * @throws when the chain cannot be read
 */
export function lookForTrouble(network: Network, now: Date): Promise<TokenTrouble | null> {
  const { last } = looks();
  const kept = last.get(network.chainId);
  if (kept && kept.until > now.getTime()) return kept.answer;
  const look = { until: now.getTime() + LOOK_KEPT, answer: findTrouble(network, now) };
  last.set(network.chainId, look);
  // A failure is told once and not repeated.
  look.answer.catch(() => last.delete(network.chainId));
  return look.answer;
}

async function findTrouble(network: Network, now: Date): Promise<TokenTrouble | null> {
  const [{ paused, renamed }, ofTime] = await Promise.all([readTokenState(network), compareTimes(network, now)]);
  const trouble = paused ? "token_paused" : renamed ? "token_changed" : ofTime;
  if (noteTrouble(network, trouble, now)) {
    const blockAge = Math.round((ageOfNewest(network, now) ?? 0) / SECOND);
    log.warn({ chainId: network.chainId, trouble, blockAge }, trouble ? "nothing is sold on a network" : "sales go on");
  }
  return trouble;
}

/**
 * What the newest block's time says. One from the future proves that our clock is behind. One that came since the last look
 * and is older than that look was: the node is behind, or our clock is ahead, which looks the same from here. A chain on
 * which no block comes says nothing new.
 */
async function compareTimes({ chainId }: Network, now: Date): Promise<"clock_off" | "node_behind" | null> {
  const { number, timestamp } = await publicClient(chainId).getBlock({ blockTag: "latest" });
  const { newest } = looks();
  const before = newest.get(chainId);
  const time = Number(timestamp) * SECOND;
  const isOld = before !== undefined && time + CLOCKS_APART < before.lookedAt;
  const isBehind = before !== undefined && (number > before.number ? isOld : before.isBehind);
  newest.set(chainId, { number, time, lookedAt: now.getTime(), isBehind });
  if (time > now.getTime() + CLOCKS_APART) return "clock_off";
  return isBehind ? "node_behind" : null;
}

/** How old the newest block is that was seen (ms), by our clock; null when nobody has looked yet. */
function ageOfNewest({ chainId }: Network, now: Date): number | null {
  const seen = looks().newest.get(chainId);
  return seen ? now.getTime() - seen.time : null;
}

/** A warning for operators where the newest block that was seen is old, as on a chain where nothing happens or at a node that stands still. */
export function warnOfAge(network: Network, now: Date): string | undefined {
  const age = ageOfNewest(network, now) ?? 0;
  return age > OLD ? `The newest block of the node is ${Math.round(age / MINUTE)} minutes old.` : undefined;
}

/** A job: looks at each offered network. */
export async function watchTokens(now: Date): Promise<void> {
  for (const network of settings().networks) {
    await lookForTrouble(network, now).catch((error: unknown) =>
      log.warn({ err: safeChainError(error), chainId: network.chainId }, "the token could not be looked at"),
    );
  }
}

/**
 * Looks which of these payees the tokens of the offered networks refuse, and remembers it for `knownTrouble`.
 *
 * @param payees all whom buyers may pay now, lower case
 */
export async function watchPayees(payees: readonly Address[], now: Date): Promise<void> {
  for (const network of settings().networks) {
    const { chainId } = network;
    try {
      const refused = await readRefused(network, payees);
      if (noteRefused(network, refused, now)) log.warn({ chainId, count: refused.size }, "payees that a token refuses");
    } catch (error) {
      log.warn({ err: safeChainError(error), chainId }, "the payees could not be looked up");
    }
  }
}
