import "server-only";
import { SECOND } from "@/lib/clock";
import { type Db, db, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { forgetPerProcess, isProcessGone, perProcess, processName } from "@/lib/process";
import { GasRefused } from "./refused";

/** How long a lease lasts without being renewed (ms). */
export const LEASE_TTL = 15 * SECOND;
/** How far the clocks of two processes may differ before they disagree about an expiry (ms). */
export const CLOCK_SKEW = 5 * SECOND;

/** A gas account on one chain. The address is lower-case. */
export type GasAccount = { chainId: number; address: string };

/** The right to send from a gas account, with a fencing number that only grows. */
export type Lease = GasAccount & { holder: string; fence: number; expiresAt: Date };

/**
 * Takes or renews the right to send from a gas account for this process. One process has it at a time; it is renewed
 * while used and can be taken over once it has expired, or immediately if its holder is a process of this machine that
 * is gone.
 *
 * Clocks decide only who waits, never what is safe: `keepFence` rejects a process that lost the lease, whatever its
 * clock says. An expiry further ahead than any lease lasts was written by a wrong clock and is ignored.
 *
 * @throws GasRefused when another process has it
 */
export async function holdLease(account: GasAccount, now: Date): Promise<Lease> {
  const key = nameOf(account);
  const kept = held().get(key);
  const left = kept ? kept.expiresAt.getTime() - now.getTime() : 0;
  // Far from its expiry, but no further than a lease lasts: the clock may have been set back.
  if (kept && left > LEASE_TTL / 2 && left <= LEASE_TTL) return kept;
  const lease = await db().$transaction((tx) => takeLease(tx, account, now));
  if (!lease) {
    held().delete(key);
    throw new GasRefused("Another process holds the gas account.");
  }
  if (lease.fence !== kept?.fence)
    log.info({ chainId: account.chainId, fence: lease.fence }, "holding the gas account");
  held().set(key, lease);
  return lease;
}

async function takeLease(tx: Tx, { chainId, address }: GasAccount, now: Date): Promise<Lease | null> {
  const { gasLease } = prepared(tx);
  const account = { chainId, account: address };
  const standing = await gasLease.findFirst(account);
  const holder = processName();
  const mine = standing?.holder === holder;
  if (standing && !mine && isHeld(standing, now)) return null;
  const fence = standing ? standing.fence + (mine ? 0 : 1) : 1;
  const expiresAt = new Date(now.getTime() + LEASE_TTL);
  if (standing) await gasLease.updateMany(account, { holder, fence, expiresAt });
  else await gasLease.create({ id: newId(), ...account, holder, fence, expiresAt });
  return { chainId, address, holder, fence, expiresAt };
}

type LeaseRow = NonNullable<Awaited<ReturnType<Db["gasLease"]["findUnique"]>>>;

function isHeld({ holder, expiresAt }: LeaseRow, now: Date): boolean {
  const left = expiresAt.getTime() - now.getTime();
  return left > -CLOCK_SKEW && left <= LEASE_TTL + CLOCK_SKEW && holder !== "" && !isProcessGone(holder);
}

/**
 * The check before every transaction: inside the database transaction that stores it, the lease has to be the one it
 * was prepared under. Renews it.
 *
 * @throws GasRefused when another process has taken over since
 */
export async function keepFence(tx: Tx, lease: Lease, now: Date): Promise<void> {
  const { chainId, address: account, holder, fence } = lease;
  const expiresAt = new Date(now.getTime() + LEASE_TTL);
  const kept = await prepared(tx).gasLease.updateMany({ chainId, account, holder, fence }, { expiresAt });
  if (kept === 0) {
    held().delete(nameOf(lease));
    throw new GasRefused("Another process has taken the gas account over.");
  }
}

/** Whether this process has the right to send from a gas account now. Does not take it. */
export function isLeaseHeld(account: GasAccount, now: Date): boolean {
  const lease = held().get(nameOf(account));
  return lease !== undefined && lease.expiresAt > now;
}

/** Releases every lease of this process, so that the next process need not wait. For the end of the program. */
export async function releaseLeases(): Promise<void> {
  const leases = forgetPerProcess("gas-leases") as Map<string, Lease> | undefined;
  for (const { chainId, address: account, holder, fence } of leases?.values() ?? []) {
    await db().gasLease.updateMany({
      where: { chainId, account, holder, fence },
      data: { holder: "", expiresAt: new Date(0) },
    });
  }
}

function held(): Map<string, Lease> {
  return perProcess("gas-leases", () => new Map<string, Lease>());
}

function nameOf({ chainId, address }: GasAccount): string {
  return `${chainId}:${address}`;
}
