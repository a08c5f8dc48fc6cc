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

/** Clocks may differ by this much (ms): clients' authorizations allow some minutes on both sides. */
const CLOCKS_APART = 2 * MINUTE;
/** An older block (ms) causes a warning, although there may not be a newer one. */
const OLD = 10 * MINUTE;
/** A result is reused for this long (ms), however many requests there are. */
const LOOK_KEPT = 2 * SECOND;

type Looks = {
  last: Map<number, { until: number; answer: Promise<TokenTrouble | null> }>;
  newest: Map<number, { number: bigint; time: number; lookedAt: number; isBehind: boolean }>;
};

function looks(): Looks {
  return perProcess("token-watch", () => ({ last: new Map(), newest: new Map() }));
}

/**
 * What prevents every payment on a network: its token is paused or has another EIP-712 domain than in the settings,
 * this server's clock is behind the chain's, or new blocks are old. Checked now, and remembered for `knownTrouble`.
 *
 * @throws when the chain cannot be read
 */
export function lookForTrouble(network: Network, now: Date): Promise<TokenTrouble | null> {
  const { last } = looks();
  const kept = last.get(network.chainId);
  if (kept && kept.until > now.getTime()) return kept.answer;
  const look = { until: now.getTime() + LOOK_KEPT, answer: findTrouble(network, now) };
  last.set(network.chainId, look);
  // A failure is reported once and not reused.
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
 * What the newest block's time tells. A block from the future proves that our clock is behind. If a block arrived since
 * the last check and is older than that check, the node is behind or our clock is ahead, which looks the same from
 * here. A chain without new blocks tells nothing new.
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

/** The age of the newest block seen (ms), by our clock; null before the first check. */
function ageOfNewest({ chainId }: Network, now: Date): number | null {
  const seen = looks().newest.get(chainId);
  return seen ? now.getTime() - seen.time : null;
}

/** A warning for operators if the newest block seen is old, as on an idle chain or with a stuck node. */
export function warnOfAge(network: Network, now: Date): string | undefined {
  const age = ageOfNewest(network, now) ?? 0;
  return age > OLD ? `The newest block of the node is ${Math.round(age / MINUTE)} minutes old.` : undefined;
}

/** A job: checks each offered network. */
export async function watchTokens(now: Date): Promise<void> {
  for (const network of settings().networks) {
    await lookForTrouble(network, now).catch((error: unknown) =>
      log.warn({ err: safeChainError(error), chainId: network.chainId }, "the token could not be looked at"),
    );
  }
}

/**
 * Checks which of these payees the tokens of the offered networks refuse, and remembers it for `knownTrouble`.
 *
 * @param payees all payees of current offers, lower case
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
