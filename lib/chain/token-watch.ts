import "server-only";
import { MINUTE, SECOND } from "../clock";
import { settings } from "../env";
import { log } from "../log";
import { perProcess } from "../process";
import { publicClient } from "./clients";
import { noteRefused, noteTrouble } from "./known-trouble";
import type { Address, Network } from "./networks";
import { safeChainError } from "./safe-error";
import type { TokenTrouble } from "./schema";
import { readRefused, readTokenState } from "./token-state";

/** Clocks may be apart by this much (ms): authorizations of clients have some minutes of room on both sides. */
const CLOCKS_APART = 2 * MINUTE;
/** A look is repeated for this long (ms), however many ask. */
const LOOK_KEPT = 2 * SECOND;

type Looks = {
  last: Map<number, { until: number; answer: Promise<TokenTrouble | null> }>;
  newest: Map<number, { number: bigint; lookedAt: number }>;
};

function looks(): Looks {
  return perProcess("token-watch", () => ({ last: new Map(), newest: new Map() }));
}

/**
 * What stands in the way of every payment on a network, whoever pays whom: its token is paused, has another EIP-712 domain
 * than the settings say, or this server's clock is off. Looked up now, and remembered for `knownTrouble`.
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
  const [{ paused, renamed }, isOff] = await Promise.all([readTokenState(network), isClockOff(network, now)]);
  const trouble = paused ? "token_paused" : renamed ? "token_changed" : isOff ? "clock_off" : null;
  if (noteTrouble(network, trouble, now)) {
    log.warn({ chainId: network.chainId, trouble }, trouble ? "nothing is sold on a network" : "sales go on");
  }
  return trouble;
}

/**
 * Whether our clock is behind the newest block's, or ahead of it: a block that came since the last look cannot be older
 * than that look. A chain on which no block comes says nothing about a clock that is ahead.
 */
async function isClockOff({ chainId }: Network, now: Date): Promise<boolean> {
  const { number, timestamp } = await publicClient(chainId).getBlock({ blockTag: "latest" });
  const { newest } = looks();
  const before = newest.get(chainId);
  newest.set(chainId, { number, lookedAt: now.getTime() });
  const time = Number(timestamp) * SECOND;
  if (time > now.getTime() + CLOCKS_APART) return true;
  return before !== undefined && number > before.number && time + CLOCKS_APART < before.lookedAt;
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
