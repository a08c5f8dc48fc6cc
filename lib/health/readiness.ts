import "server-only";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { freeBytes } from "@/lib/disk";
import { warnOfUncountedProxy } from "@/lib/http/client-ip";
import { newId } from "@/lib/ids";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { lookForTrouble, warnOfAge } from "@/lib/payment-methods/evm/chain/token-watch";
import { exposureOfPictures } from "@/lib/previews/confinement/exposure";
import { perProcess } from "@/lib/process";
import { mayMoveMoney } from "@/lib/restoration/may-move-money";
import { isScannerUp } from "@/lib/scanning/scan-bytes";
import { settings } from "@/lib/settings/settings";
import { ANSWER_KEPT, type Check, check, type Probe } from "./check";
import { checkSettlement } from "./check-settlement";
import { readUnresolved } from "./unresolved";

type Readiness = { ready: boolean; checks: Check[] };

type Kept = { until: number; answer: Promise<Readiness> };

/**
 * Whether this server can sell right now: database, disk, a restore that waits, each network, and its facilitator. Failures are logged with
 * their cause. Being alive is another question (`/healthz`): a restart fixes none of this.
 *
 * @param now also decides how long a result is reused
 */
export function readReadiness(now: Date): Promise<Readiness> {
  const kept = perProcess<{ last: Kept | null }>("readiness", () => ({ last: null }));
  if (!kept.last || kept.last.until <= now.getTime()) {
    kept.last = { until: now.getTime() + ANSWER_KEPT, answer: probes().then(runAll) };
  }
  return kept.last.answer;
}

async function runAll(all: Probe[]): Promise<Readiness> {
  const checks = await Promise.all(all.map(check));
  return { ready: checks.every(({ ready }) => ready), checks };
}

async function probes(): Promise<Probe[]> {
  return [
    { name: "database", run: checkDatabase },
    { name: "storage", run: checkStorage },
    { name: "free space", run: checkFreeSpace },
    ...(await restoreProbe()),
    ...(settings().scanner ? [{ name: "malware scanner", run: warnOfScanner }] : []),
    { name: "visitors", run: async () => warnOfUncountedProxy(systemClock.now()) },
    { name: "decoding of pictures", run: exposureOfPictures },
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
  // Only writing tells: a read-only mount and a full disk both pass a check of the permissions.
  const path = join(folder, `.ready-${newId()}`);
  try {
    await writeFile(path, "ready");
  } finally {
    await rm(path, { force: true });
  }
}

async function checkFreeSpace(): Promise<undefined> {
  if ((await freeBytes(settings().dataDir)) < settings().minFreeSpace)
    throw new Error("less than MIN_FREE_SPACE is left");
}

/** Only while a restore waits. A database that does not respond is reported by its own check. */
async function restoreProbe(): Promise<Probe[]> {
  if (await mayMoveMoney().catch(() => true)) return [];
  const run = () => Promise.reject(new Error("npm run restore -- --confirm has not been run"));
  return [{ name: "operator's confirmation of the restore", run }];
}

/** Files are sold without it; only new ones wait, or pass unscanned. */
async function warnOfScanner(): Promise<string | undefined> {
  const { down } = settings().scanner ?? {};
  if (await isScannerUp()) return;
  return `It does not respond. Uploads ${down === "pass" ? "go on sale unscanned" : "wait for it"}.`;
}

async function checkNetwork(network: Network): Promise<string | undefined> {
  const chainId = await publicClient(network.chainId).getChainId();
  if (chainId !== network.chainId) throw new Error(`the chain behind RPC_URL_${network.chainId} has the id ${chainId}`);
  const trouble = await lookForTrouble(network, systemClock.now());
  if (trouble) throw new Error(`nothing can be sold there: ${trouble}`);
  // A database that does not respond is reported by its own check.
  const unresolved = await readUnresolved(network, systemClock.now()).catch(() => undefined);
  return [unresolved, warnOfAge(network, systemClock.now())].filter(Boolean).join(" ") || undefined;
}
