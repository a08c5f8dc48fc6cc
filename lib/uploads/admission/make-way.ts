import "server-only";
import { siteOf } from "@/lib/http/client-ip";
import { PROMISE_IDLE } from "./quotas-and-lifetimes";

type Resting = {
  ipPrefix: string;
  known: boolean;
  /** Bytes. */
  received: bigint;
  /** When it last made progress. */
  restsSince: Date;
};

type Order = (one: Resting, other: Resting) => number;

/** When slots are short, the emptiest goes first: its owner loses least. */
export const leastFirst: Order = (one, other) => Number(one.received - other.received) || oldestFirst(one, other);

/** When space is short. */
export const oldestFirst: Order = (one, other) => one.restsSince.getTime() - other.restsSince.getTime();

type Line<T> = { now: Date; order: Order; weight: (upload: T) => bigint; holds: bigint };

/**
 * The uploads that could make way, in this order: idle ones of newcomers, never an active one or one that a known
 * seller began. The network that holds most loses first, until the others hold as much; and a network that holds less
 * never gives to one that holds more. So opening uploads to evict others evicts one's own.
 *
 * @param line `weight` is the short resource, of one upload; `holds` what the requesting network has. Of one network's
 *   uploads, those that `order` puts first go first
 */
export function lineUp<T extends Resting>(open: readonly T[], { now, order, weight, holds }: Line<T>): T[] {
  const line: { upload: T; held: bigint }[] = [];
  for (const uploads of byNetwork(open.filter(({ known }) => !known)).values()) {
    let held = sum(uploads, weight);
    const resting = uploads.filter((upload) => rests(upload, now) && weight(upload) > 0n);
    for (const upload of resting.sort(order)) {
      line.push({ upload, held });
      held -= weight(upload);
    }
  }
  const last = (one: bigint, other: bigint) => (one === other ? 0 : one < other ? 1 : -1);
  return line
    .filter(({ held }) => held > holds)
    .sort((one, other) => last(one.held, other.held) || order(one.upload, other.upload))
    .map(({ upload }) => upload);
}

/** What the network of an upload already holds (`holds` of `lineUp`); nothing counts against a seller named by the operator. */
export function heldBeside<T extends Resting>(
  wanted: { ipPrefix: string; known: boolean; named: boolean },
  others: readonly T[],
  weight: (upload: T) => bigint,
): bigint {
  if (wanted.named) return 0n;
  const network = networkOf(wanted);
  const beside = others.filter((upload) => networkOf(upload) === network && (wanted.known || !upload.known));
  return sum(beside, weight);
}

/** A /48 counts as one network, as does an IPv4 address. */
function networkOf({ ipPrefix }: { ipPrefix: string }): string {
  return siteOf(ipPrefix) ?? ipPrefix;
}

function byNetwork<T extends Resting>(uploads: readonly T[]): Map<string, T[]> {
  const networks = new Map<string, T[]>();
  for (const upload of uploads) {
    const others = networks.get(networkOf(upload));
    if (others) others.push(upload);
    else networks.set(networkOf(upload), [upload]);
  }
  return networks;
}

/** Idle for so long that others may have its slot and space. */
function rests({ restsSince }: { restsSince: Date }, now: Date): boolean {
  return now.getTime() - restsSince.getTime() >= PROMISE_IDLE;
}

/**
 * The first of `line`, as few as possible. Pure.
 *
 * @param check gets the uploads that would be left, and those that would be gone; throws when that is not enough
 * @param enough the same for what is needed immediately, if that is less than what has to be possible
 * @throws what `check` throws, when all of them together would not help
 */
export function makeWay<T>(open: readonly T[], line: readonly T[], check: Check<T>, enough = check): T[] {
  if (passes(() => check(open, []))) return [];
  const without = (count: number, demand: Check<T>) => {
    const gone = new Set(line.slice(0, count));
    demand(
      open.filter((upload) => !gone.has(upload)),
      [...gone],
    );
  };
  without(line.length, check);
  let [fewest, most] = [0, line.length];
  while (fewest < most) {
    const middle = Math.floor((fewest + most) / 2);
    if (passes(() => without(middle, enough))) most = middle;
    else fewest = middle + 1;
  }
  return line.slice(0, fewest);
}

type Check<T> = (left: readonly T[], gone: readonly T[]) => void;

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

/** Of numbers that uploads have, such as their bytes. */
export function sum<T>(uploads: readonly T[], value: (upload: T) => bigint): bigint {
  return uploads.reduce((total, upload) => total + value(upload), 0n);
}
