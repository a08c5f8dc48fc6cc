import "server-only";
import { toUnixSeconds } from "@/lib/clock";
import type { Deadline } from "@/lib/deadline";
import { blockAt } from "@/lib/payment-methods/evm/chain/block-at";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { findUse, type Use } from "@/lib/payment-methods/evm/chain/find-use";
import { LruMap, REORG_DEPTH } from "@/lib/payment-methods/evm/chain/lru-map";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { type Eip3009, replayKey } from "@/lib/payment-methods/evm/eip3009/authorization";
import { MAX_SECONDS_AHEAD, MAX_SECONDS_AHEAD_WITH_CODE } from "@/lib/payment-methods/evm/eip3009/time-window";
import { perProcess } from "@/lib/process";
import { Turns } from "@/lib/turns";

/** Most authorizations are used within this time before they end (s); a longer lookup comes second. */
const USUAL_LIFE = 1_200n;
/** Lookups begin and end at whole multiples of this time (s), so that one search for a block serves many. */
const WHOLE = 300n;
/**
 * The number of parallel lookups on one chain, and of requests that wait for one. Anyone can present used
 * authorizations from the chain, one after the other; those that match a file's terms, as purchases do, have separate
 * turns.
 */
const MAX_AT_ONCE = 2;
const MAX_WAITING = 200;
/** Uses that are remembered. */
const MAX_USES = 10_000;

type Looks = { found: LruMap<string, Use>; going: Map<string, Promise<Use | null>>; turns: Map<string, Turns> };

function looks(): Looks {
  return perProcess("look-backs", () => ({ found: new LruMap(MAX_USES), going: new Map(), turns: new Map() }));
}

/** @property fits whether it matches terms that a file once had */
type LookBack = { network: Network; presented: Eip3009; fits: boolean; deadline: Deadline; now: Date };

/**
 * Finds the transaction of a used authorization. One lookup at a time for each authorization, a few at a time on each
 * chain, and one only for deep blocks.
 *
 * @returns null when it is not found yet, or no turn came in time: the lookup continues with the next presentation
 * @throws when the chain cannot be read
 */
export async function lookBack(look: LookBack): Promise<Use | null> {
  const { found, going } = looks();
  const name = nameOf(look.network, look.presented);
  // One that matches a file's terms does not wait for a turn of the same one presented elsewhere.
  const turn = `${name} ${look.fits}`;
  const known = found.get(name) ?? going.get(turn);
  if (known) return known;
  const mine = lookInTurn(look).finally(() => going.delete(turn));
  going.set(turn, mine);
  return mine;
}

async function lookInTurn(look: LookBack): Promise<Use | null> {
  const { turns } = looks();
  const name = `${look.network.chainId} ${look.fits}`;
  const ours = turns.get(name) ?? new Turns(MAX_AT_ONCE, MAX_WAITING);
  turns.set(name, ours);
  const end = await ours.take(look.deadline);
  if (!end) return null;
  try {
    return await findItsUse(look);
  } finally {
    end();
  }
}

/** A use that the node no longer shows is looked up again. */
export function forgetUse(network: Network, presented: Eip3009): void {
  looks().found.delete(nameOf(network, presented));
}

function nameOf(network: Network, presented: Eip3009): string {
  return replayKey(network, presented);
}

async function findItsUse(look: LookBack): Promise<Use | null> {
  const use = await walkBack(look);
  if (!use) return null;
  const { network, presented } = look;
  const newest = await publicClient(network.chainId).getBlockNumber({ cacheTime: 0 });
  if (newest >= use.blockNumber + REORG_DEPTH) looks().found.set(nameOf(network, presented), use);
  return use;
}

async function walkBack({ network, presented, now }: LookBack): Promise<Use | null> {
  const { chainId } = network;
  const key = { token: network.token.address.toLowerCase(), payer: presented.from, nonce: presented.nonce };
  const end = min(presented.validBefore, toUnixSeconds(now) + MAX_SECONDS_AHEAD_WITH_CODE);
  const recent = max(presented.validAfter, end - USUAL_LIFE);
  // Never above the newest block: nodes reject requests for future blocks.
  const toBlock = (await blockAt(chainId, wholeAbove(end))) - 1n;
  const middle = await blockAt(chainId, wholeBelow(recent));
  const late = await findUse(chainId, key, { fromBlock: middle, toBlock });
  if (late.kind !== "nothing") return late.kind === "found" ? late.found : null;
  const hasCode = (await publicClient(chainId).getCode({ address: presented.from })) !== undefined;
  const life = hasCode ? MAX_SECONDS_AHEAD_WITH_CODE : MAX_SECONDS_AHEAD;
  const fromBlock = await blockAt(chainId, wholeBelow(max(presented.validAfter, end - life)));
  const early = await findUse(chainId, key, { fromBlock, toBlock: middle - 1n });
  return early.kind === "found" ? early.found : null;
}

function wholeBelow(seconds: bigint): bigint {
  return seconds - (seconds % WHOLE);
}

function wholeAbove(seconds: bigint): bigint {
  return wholeBelow(seconds + WHOLE - 1n);
}

function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
