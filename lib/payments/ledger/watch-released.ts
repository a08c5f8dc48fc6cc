import "server-only";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";
import { readAuthorizationStates } from "@/lib/payment-methods/evm/chain/token";
import { readCertainTime } from "@/lib/payment-methods/evm/eip3009/chain-truth";
import { NO_SIGNATURE, type PaymentRow, reviveReleased } from "./ledger";
import { reconcilePayment } from "./reconcile";

/** Payments checked in one run, those not checked for longest first. One call to the chain covers about a hundred. */
const BATCH = 500;
/** A payer with more released authorizations for one file than this has to wait for the job. */
const MAX_OF_ONE_PAYER = 200;

/**
 * A job: checks whether released authorizations are used after all. A remote facilitator has seen them, and it may
 * broadcast one whatever it answered. Used ones are resumed; those that expired unused are no longer checked.
 */
export async function watchReleased(now: Date): Promise<void> {
  const rows = await db().payment.findMany({
    where: { watched: true },
    orderBy: [{ checkedAt: { sort: "asc", nulls: "first" } }, { createdAt: "asc" }],
    take: BATCH,
  });
  for (const [chainId, ofChain] of byChain(rows)) {
    try {
      await lookAt(chainId, ofChain, now);
    } catch (error) {
      log.warn({ err: safeChainError(error), chainId }, "given-up payments could not be looked at; the next run will");
    }
  }
}

/**
 * The same immediately for one payer and file, before another authorization of that payer is sent to anybody (rule 4b).
 *
 * @param payer.chainId undefined for a plain key, which is the same person on every chain
 * @returns the payments that were taken up
 * @throws when the chain cannot be read
 */
export async function resumeUsedAuthorizations(
  payer: { fileId: string; payer: string; chainId: number | undefined },
  now: Date,
): Promise<PaymentRow[]> {
  const where = { ...payer, watched: true };
  const rows = await db().payment.findMany({ where, orderBy: { createdAt: "desc" }, take: MAX_OF_ONE_PAYER });
  const takenUp = await Promise.all([...byChain(rows)].map(([chainId, ofChain]) => lookAt(chainId, ofChain, now)));
  return takenUp.flat();
}

async function lookAt(chainId: number, rows: PaymentRow[], now: Date): Promise<PaymentRow[]> {
  const network = findNetwork(chainId);
  if (!network) throw new Error(`Payments are on chain ${chainId}, which is not known.`);
  const latest = await publicClient(chainId).getBlock({ blockTag: "latest" });
  const states = await readAuthorizationStates(network, rows.map(asAuthorization), latest.number);
  const used = rows.filter((_, index) => states[index]);
  const unused = rows.filter((_, index) => !states[index]);
  await leaveUnused(network, unused, latest, now);
  await db().payment.updateMany({ where: { id: { in: used.map(({ id }) => id) } }, data: { checkedAt: now } });
  const takenUp: PaymentRow[] = [];
  // The earliest presentation of an authorization goes first: it came before any use that could count.
  for (const row of used.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime())) {
    if (!(await reviveReleased(row, now))) continue;
    log.warn({ paymentId: row.id }, "an authorization that was given up was used all the same");
    takenUp.push(await db().payment.findUniqueOrThrow({ where: { id: row.id } }));
  }
  for (const row of takenUp) await reconcilePayment(row, now);
  return takenUp;
}

async function leaveUnused(
  network: Network,
  rows: PaymentRow[],
  latest: { number: bigint; timestamp: bigint },
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const certain = await readCertainTime(network, latest);
  const over = rows.filter(({ validBefore }) => certain > BigInt(validBefore)).map(({ id }) => id);
  await db().payment.updateMany({
    where: { id: { in: over } },
    data: { watched: false, signature: NO_SIGNATURE, checkedAt: now },
  });
  const waiting = rows.map(({ id }) => id).filter((id) => !over.includes(id));
  await db().payment.updateMany({ where: { id: { in: waiting } }, data: { checkedAt: now } });
}

function asAuthorization({ token, payer, nonce }: PaymentRow) {
  return { token, payer, nonce } as { token: `0x${string}`; payer: `0x${string}`; nonce: `0x${string}` };
}

function byChain(rows: PaymentRow[]): Map<number, PaymentRow[]> {
  const chains = new Map<number, PaymentRow[]>();
  for (const row of rows) chains.set(row.chainId, [...(chains.get(row.chainId) ?? []), row]);
  return chains;
}
