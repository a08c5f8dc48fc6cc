import "server-only";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { privateKeyToAccount } from "viem/accounts";
import { publicClient } from "./chain/clients";
import type { Network } from "./chain/networks";
import { safeChainError } from "./chain/safe-error";
import { lookForTrouble, warnOfAge } from "./chain/token-watch";
import { MINUTE, SECOND, systemClock } from "./clock";
import { db } from "./db/client";
import { configuredFacilitator } from "./facilitator/configured";
import { areSettlementsSpent } from "./gas/budget";
import { readSalesLeft } from "./gas/sales-left";
import { isStrangerAbout } from "./gas/strangers";
import { isPoolSpent, WASTE_POOLS, type WastePool } from "./gas/waste";
import { warnOfUncountedProxy } from "./http/client-ip";
import { newId } from "./ids";
import { log } from "./log";
import { perProcess } from "./process";
import { settings } from "./settings/settings";

/**
 * One thing that selling needs. The name and the warning (of what will stop the sales soon) are for operators and hold
 * no address, path or key.
 */
export type Check = { name: string; ready: boolean; warning?: string };
export type Readiness = { ready: boolean; checks: Check[] };

/** A check that takes longer, in milliseconds, counts as failed. */
const CHECK_TIMEOUT = 5 * SECOND;
/** An answer is repeated for this long, so that asking often costs the chain nothing. */
const ANSWER_KEPT = 2 * SECOND;

/** So long after an authorization has run out (ms), what became of it should be known: ten times what blocks take. */
const UNRESOLVED_AFTER = 15 * MINUTE;
/** Below this many sales of gas the operator is warned. */
const LOW_ON_GAS = 100;

/** Throws when it is not ready; may return a warning. */
type Probe = { name: string; run: () => Promise<string | undefined> };
type Kept = { until: number; answer: Promise<Readiness> };

/**
 * Whether this server can sell right now: database, disk, each network, and whatever settles payments there. What fails
 * is logged with its cause. Being alive is another question (`/healthz`): a restart mends none of this.
 *
 * @param now also ends the time an answer is repeated
 */
export function readReadiness(now: Date): Promise<Readiness> {
  const kept = perProcess<{ last: Kept | null }>("readiness", () => ({ last: null }));
  if (!kept.last || kept.last.until <= now.getTime()) {
    kept.last = { until: now.getTime() + ANSWER_KEPT, answer: runAll(probes()) };
  }
  return kept.last.answer;
}

/** Pages ask while they wait for money to arrive, so the good answer is kept for longer; the bad one is over soon. */
const OPEN_KEPT = 15 * SECOND;

/**
 * Whether nothing can be settled on a network right now: then nobody is asked to sign. Advice: what may still go wrong
 * after this look is found out by settling.
 *
 * @param now also ends the time an answer is repeated
 */
export function areSalesPaused(network: Network, now: Date): Promise<boolean> {
  const kept = perProcess<Map<number, { until: number; answer: Promise<boolean> }>>("sales-paused", () => new Map());
  const last = kept.get(network.chainId);
  if (last && last.until > now.getTime()) return last.answer;
  const look = async () => {
    const { ready } = await check({ name: `settlement on ${network.name}`, run: () => checkSettlement(network) });
    if (!ready) fresh.until = now.getTime() + ANSWER_KEPT;
    return !ready;
  };
  const fresh = { until: now.getTime() + OPEN_KEPT, answer: look() };
  kept.set(network.chainId, fresh);
  return fresh.answer;
}

async function runAll(all: Probe[]): Promise<Readiness> {
  const checks = await Promise.all(all.map(check));
  return { ready: checks.every(({ ready }) => ready), checks };
}

async function check({ name, run }: Probe): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), CHECK_TIMEOUT);
  });
  try {
    const warning = await Promise.race([run(), tooLate]);
    return { name, ready: true, ...(warning ? { warning } : {}) };
  } catch (error) {
    log.warn({ check: name, err: safeChainError(error) }, "not ready");
    return { name, ready: false };
  } finally {
    clearTimeout(timer);
  }
}

function probes(): Probe[] {
  return [
    { name: "database", run: checkDatabase },
    { name: "storage", run: checkStorage },
    { name: "free space", run: checkFreeSpace },
    { name: "visitors", run: async () => warnOfUncountedProxy(systemClock.now()) },
    ...settings().networks.flatMap((network) => [
      { name: network.name, run: () => checkNetwork(network) },
      { name: `settlement on ${network.name}`, run: () => checkSettlement(network) },
    ]),
  ];
}

async function checkDatabase(): Promise<undefined> {
  await db().$queryRaw`SELECT 1`;
}

async function checkStorage(): Promise<undefined> {
  const folder = join(settings().dataDir, "files");
  await mkdir(folder, { recursive: true });
  // Only writing tells: a read-only mount and a full disk both pass a look at the permissions.
  const path = join(folder, `.ready-${newId()}`);
  try {
    await writeFile(path, "ready");
  } finally {
    await rm(path, { force: true });
  }
}

async function checkFreeSpace(): Promise<undefined> {
  const { bavail, bsize } = await statfs(settings().dataDir);
  if (bavail * bsize < settings().minFreeSpace) throw new Error("less than MIN_FREE_SPACE is left");
}

async function checkNetwork(network: Network): Promise<string | undefined> {
  const chainId = await publicClient(network.chainId).getChainId();
  if (chainId !== network.chainId) throw new Error(`the chain behind RPC_URL_${network.chainId} has the id ${chainId}`);
  const trouble = await lookForTrouble(network, systemClock.now());
  if (trouble) throw new Error(`nothing can be sold there: ${trouble}`);
  // A database that does not answer is named by its own check.
  const unresolved = await readUnresolved(network, systemClock.now()).catch(() => undefined);
  return [unresolved, warnOfAge(network, systemClock.now())].filter(Boolean).join(" ") || undefined;
}

/** The embedded facilitator needs gas to settle; a remote one has to answer and to serve this network. */
async function checkSettlement(network: Network): Promise<string | undefined> {
  const facilitator = settings().facilitators[network.chainId];
  if (facilitator?.kind === "embedded") {
    const { sales, aboveCap, balance } = await readSalesLeft(network, facilitator.gasKey);
    if (sales < 1) throw new Error("the gas account cannot pay for one settlement");
    if (aboveCap) throw new Error("the network asks for more than MAX_FEE_PER_GAS");
    const warnings = [await checkUsedUp(network, facilitator.gasKey, balance)];
    if (isStrangerAbout(network.chainId, systemClock.now())) {
      warnings.push("Another program sends from the gas account. Give each its own key.");
    }
    if (sales < LOW_ON_GAS) warnings.push(`About ${sales} sales of gas left.`);
    return warnings.filter(Boolean).join(" ") || undefined;
  }
  if (await configuredFacilitator(network.chainId).supports(network.chainId)) return;
  throw new Error("the facilitator does not serve this network");
}

/**
 * Once an authorization has run out, a certain block decides what became of its payment or refund. One that is still open
 * long after cannot be looked up: somebody may have paid and waits.
 */
async function readUnresolved({ chainId }: Network, now: Date): Promise<string | undefined> {
  const before = String(Math.floor((now.getTime() - UNRESOLVED_AFTER) / SECOND));
  const [{ found } = { found: 0n }] = await db().$queryRaw<{ found: bigint }[]>`
    SELECT
      (SELECT COUNT(*) FROM "Payment" WHERE "chainId" = ${chainId}
        AND "state" IN ('reserved', 'settling', 'unknown') AND CAST("validBefore" AS BIGINT) < CAST(${before} AS BIGINT))
      + (SELECT COUNT(*) FROM "Refund" WHERE "chainId" = ${chainId}
        AND "state" IN ('open', 'confirming') AND CAST("validBefore" AS BIGINT) < CAST(${before} AS BIGINT)) AS "found"`;
  return found > 0
    ? `Payments or refunds that cannot be looked up: ${found}. Does the node answer eth_getLogs, and with recent blocks?`
    : undefined;
}

/** What a day's settlements and a day's waste leave. @throws when nothing more is settled today */
async function checkUsedUp(network: Network, gasKey: `0x${string}`, balance: bigint): Promise<string | undefined> {
  const now = systemClock.now();
  // A database that does not answer is named by its own check.
  if (await areSettlementsSpent(db(), null, now).catch(() => false)) throw new Error("SETTLEMENTS_PER_DAY is used up");
  const address = privateKeyToAccount(gasKey).address.toLowerCase();
  const spent: WastePool[] = [];
  for (const pool of WASTE_POOLS) {
    if (await isPoolSpent(db(), { network, address, pool, balance, now }).catch(() => false)) spent.push(pool);
  }
  if (spent.includes("keys")) throw new Error("as much gas was lost today as may be");
  return spent.length > 0 ? `As much gas was lost today as may be, on: ${spent.join(", ")}.` : undefined;
}
