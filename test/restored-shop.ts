import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeBackup } from "@/lib/backup/write-backup";
import { closeDb, db } from "@/lib/db/client";
import { releaseLeases } from "@/lib/payment-methods/evm/gas/lease";
import { reconcile } from "@/lib/payments/reconcile";
import { forgetPerProcess } from "@/lib/process";
import { loadEpoch } from "@/lib/restoration/epoch";
import { readWhatThereIs } from "@/lib/restore/check-source";
import { compareSince } from "@/lib/restore/found/compare";
import { recordYes } from "@/lib/restore/found/record";
import { type Restored, type RestoreOptions, restoreBackup } from "@/lib/restore/restore-backup";
import { findStanding } from "@/lib/restore/standing";
import { resetSettings, settings } from "@/lib/settings/settings";
import type { Outcome } from "@/lib/shop/purchase/outcome";
import { shop as products } from "@/lib/shop/shop";
import type { TestAccount } from "./chain";
import type { Shop } from "./shop";
import { declared, proveWallet } from "./sign-in-with-x";

/** A folder of backups and a journal, on another disk as it were. */
export type Safe = { backups: string; journal: string; remove(): void };

export function openSafe(): Safe {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-safe-"));
  return {
    backups: join(folder, "backups"),
    journal: join(folder, "journal"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const backUp = ({ backups }: Safe, now = new Date()) => writeBackup(backups, { now, madeBy: "1.2.3" });

/** Everything but the safe is gone. */
export async function lose(): Promise<void> {
  const { dataDir } = settings();
  await releaseLeases();
  await closeDb();
  rmSync(dataDir, { recursive: true, force: true });
}

export const asWanted = { shop: null, secrets: [], journal: null, withoutJournal: false } as const;

/** Restores the newest backup, as `npm run restore` does, and starts the shop. */
export async function restore({ backups }: Safe, options: Partial<RestoreOptions> = {}): Promise<Restored> {
  const restored = await restoreBackup(backups, null, { ...asWanted, now: new Date(), ...options });
  await start();
  return restored;
}

/** What a new process would not know. */
async function start(): Promise<void> {
  await closeDb();
  for (const kept of ["gas-leases", "look-backs", "facilitator", "sales-paused", "readiness"]) forgetPerProcess(kept);
  resetSettings();
  await loadEpoch();
  await db().$queryRaw`SELECT 1`;
}

/** Lost, and restored with what is in the safe. */
export async function loseAndRestore(safe: Safe, options: Partial<RestoreOptions> = {}): Promise<Restored> {
  await lose();
  return restore(safe, options);
}

/** What `npm run restore -- --confirm` finds. */
export async function compare() {
  const standing = await findStanding();
  if (!standing) throw new Error("not restored");
  return compareSince(standing.since, [], new Date());
}

/** The operator's yes. */
export async function sayYes() {
  const comparison = await compare();
  await recordYes(comparison.found, await readWhatThereIs({ journal: null }), new Date());
  return comparison;
}

/** Comes with the wallet's signature alone (sign-in-with-x). */
export async function comeBack(shop: Shop, fileId: string, account: TestAccount): Promise<Outcome> {
  const told = await shop.buy(fileId);
  const extensions =
    told.kind === "payment-required" ? told.challenge.extensions : "extensions" in told ? told.extensions : undefined;
  return shop.buy(fileId, { signIn: await proveWallet(declared(extensions), account) });
}

/** The job, once. */
export const reconcileNow = () => reconcile(products, new Date());
