import "server-only";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { privateKeyToAccount } from "viem/accounts";
import { publicClient } from "./chain/clients";
import type { Network } from "./chain/networks";
import { safeChainError } from "./chain/safe-error";
import { SECOND } from "./clock";
import { db } from "./db/client";
import { settings } from "./env";
import { configuredFacilitator } from "./facilitator/configured";
import { newId } from "./ids";
import { log } from "./log";
import { perProcess } from "./process";

/** One thing that selling needs. The name is for operators and holds no address, path or key. */
export type Check = { name: string; ready: boolean };
export type Readiness = { ready: boolean; checks: Check[] };

/** A check that takes longer, in milliseconds, counts as failed. */
const CHECK_TIMEOUT = 5 * SECOND;
/** An answer is repeated for this long, so that asking often costs the chain nothing. */
const ANSWER_KEPT = 2 * SECOND;

type Probe = { name: string; run: () => Promise<void> };
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

async function runAll(all: Probe[]): Promise<Readiness> {
  const checks = await Promise.all(all.map(async ({ name, run }) => ({ name, ready: await passes(name, run) })));
  return { ready: checks.every(({ ready }) => ready), checks };
}

async function passes(name: string, run: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), CHECK_TIMEOUT);
  });
  try {
    await Promise.race([run(), tooLate]);
    return true;
  } catch (error) {
    log.warn({ check: name, err: safeChainError(error) }, "not ready");
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function probes(): Probe[] {
  return [
    { name: "database", run: checkDatabase },
    { name: "storage", run: checkStorage },
    { name: "free space", run: checkFreeSpace },
    ...settings().networks.flatMap((network) => [
      { name: network.name, run: () => checkNetwork(network) },
      { name: `settlement on ${network.name}`, run: () => checkSettlement(network) },
    ]),
  ];
}

async function checkDatabase(): Promise<void> {
  await db().$queryRaw`SELECT 1`;
}

async function checkStorage(): Promise<void> {
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

async function checkFreeSpace(): Promise<void> {
  const { bavail, bsize } = await statfs(settings().dataDir);
  if (bavail * bsize < settings().minFreeSpace) throw new Error("less than MIN_FREE_SPACE is left");
}

async function checkNetwork(network: Network): Promise<void> {
  const chainId = await publicClient(network.chainId).getChainId();
  if (chainId !== network.chainId) throw new Error(`the chain behind RPC_URL_${network.chainId} has the id ${chainId}`);
}

/** The embedded facilitator needs gas to settle; a remote one has to answer and to serve this network. */
async function checkSettlement(network: Network): Promise<void> {
  const { facilitator } = settings();
  if (facilitator.kind === "embedded") {
    const { address } = privateKeyToAccount(facilitator.gasKey);
    const balance = await publicClient(network.chainId).getBalance({ address });
    if (balance === 0n) throw new Error(`the gas account ${address} is empty`);
    return;
  }
  const settlers = await configuredFacilitator().settlers(network.chainId);
  if (settlers.length === 0) throw new Error("the facilitator does not serve this network");
}
