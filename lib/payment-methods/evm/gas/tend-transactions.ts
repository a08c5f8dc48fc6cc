import "server-only";
import type { Hex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";
import { mayMoveMoney } from "@/lib/restoration/may-move-money";
import { settings } from "@/lib/settings/settings";
import { closeTransaction } from "./close-transaction";
import { readFees, readNeededFees } from "./fees";
import { findReceipt } from "./find-receipt";
import { noteForeignTransaction } from "./foreign-transactions";
import type { GasTransactionRow } from "./gas-transaction";
import { holdLease, keepFence, type Lease } from "./lease";
import { GasRefused } from "./refused";
import { isStuck, replaceStuck } from "./replace-stuck";
import { type IsStillWanted, resendAtNewNonce, supersede } from "./resend-at-new-nonce";
import { broadcast, storeTransaction } from "./send-transaction";
import { findTakenBy } from "./taken-nonce";

/** A block may still be replaced for this long after its transaction was seen in it (ms). */
const WATCHED = 10 * MINUTE;
const BATCH = 500;
const MAX_FILLERS = 20;

/** @property signer null for an account whose key is no longer set */
type Account = {
  network: Network;
  address: string;
  signer: PrivateKeyAccount | null;
  isStillWanted: IsStillWanted;
  now: Date;
};

/** The attempts at one account nonce, oldest first. */
type Slot = { nonce: number; attempts: GasTransactionRow[] };

/**
 * Gets every stored transaction into a block: checks its state, broadcasts again transactions that a crash or a node
 * has lost, replaces stuck ones by the same call under the same account nonce with a higher fee (within the cap), fills
 * account nonces without a stored transaction, so that later ones can continue, and sends a transaction again if
 * another program took its account nonce.
 *
 * @param isStillWanted whether a transfer still waits for its transaction
 */
export async function tendGasTransactions(isStillWanted: IsStillWanted, now: Date): Promise<void> {
  const { networks, facilitators } = settings();
  const accounts = await db().gasTransaction.groupBy({
    by: ["chainId", "account"],
    where: {
      chainId: { in: networks.map(({ chainId }) => chainId) },
      OR: [{ state: "open" }, { closedAt: { gt: new Date(now.getTime() - WATCHED) } }],
    },
  });
  const tend = async ({ chainId, account }: { chainId: number; account: string }) => {
    const network = findNetwork(chainId);
    if (!network) return;
    const facilitator = facilitators[chainId];
    const signer = facilitator?.kind === "embedded" ? privateKeyToAccount(facilitator.gasKey) : null;
    const ours = signer?.address.toLowerCase() === account ? signer : null;
    try {
      await tendAccount({ network, address: account, signer: ours, isStillWanted, now });
    } catch (error) {
      log.warn({ err: safeChainError(error), chainId }, "the gas account's transactions could not be tended");
    }
  };
  // Each separately: neither another account's leftovers nor a slow node delays the others.
  await Promise.all(accounts.map(tend));
}

/** @param signer null for an account whose key is no longer set: its transactions are only broadcast again */
async function tendAccount(own: Account) {
  const { network, address, signer, now } = own;
  const { chainId } = network;
  const mined = await publicClient(chainId).getTransactionCount({ address: address as Hex, blockTag: "latest" });
  const inAccount = { chainId, account: address };
  // A block was replaced, or the chain started again: its transactions have to be included again.
  const reopened = { ...inAccount, accountNonce: { gte: mined }, state: { not: "open" } };
  await db().gasTransaction.updateMany({ where: reopened, data: { state: "open", closedAt: null, wasted: 0n } });
  const open = await db().gasTransaction.findMany({
    where: { ...inAccount, state: "open" },
    orderBy: [{ accountNonce: "asc" }, { attempt: "asc" }],
    take: BATCH,
  });
  const slots = intoSlots(open);
  for (const slot of slots.filter(({ nonce }) => nonce < mined)) await closeSlot(own, slot);
  const waiting = slots.filter(({ nonce }) => nonce >= mined);
  if (waiting.length === 0 || !(await mayMoveMoney())) return;
  if (!signer) {
    for (const slot of waiting) await broadcast(newest(slot));
    return;
  }
  const lease = await leaseOrNull(chainId, address, now);
  if (lease) await push({ network, signer, lease, mined, now }, waiting);
}

function intoSlots(rows: GasTransactionRow[]): Slot[] {
  const slots = new Map<number, Slot>();
  for (const row of rows) {
    const slot = slots.get(row.accountNonce) ?? { nonce: row.accountNonce, attempts: [] };
    slot.attempts.push(row);
    slots.set(row.accountNonce, slot);
  }
  return [...slots.values()];
}

function newest({ attempts }: Slot): GasTransactionRow {
  return attempts[attempts.length - 1] as GasTransactionRow;
}

/** Null when another process has the account and tends it. */
async function leaseOrNull(chainId: number, address: string, now: Date): Promise<Lease | null> {
  try {
    return await holdLease({ chainId, address }, now);
  } catch (error) {
    if (error instanceof GasRefused) return null;
    throw error;
  }
}

/**
 * The chain has moved past this account nonce: one of the attempts is in a block and the others never will be, or all are
 * lost to a transaction of another program that sends from the same account.
 */
async function closeSlot(own: Account, { nonce, attempts }: Slot): Promise<void> {
  const { network, address, signer, isStillWanted, now } = own;
  for (const row of attempts) {
    const receipt = await findReceipt(row.chainId, row.hash as Hex);
    if (receipt) return closeTransaction(row, receipt, now);
  }
  const { chainId } = network;
  const taken = await findTakenBy(network, {
    address: address as Hex,
    nonce,
    hashes: attempts.map(({ hash }) => hash),
  });
  if (taken) {
    const lease = signer && (await leaseOrNull(chainId, address, now));
    // Another process has the account, and sends it again.
    if (signer && !lease) return;
    // It cannot be sent again yet.
    if (!(await mayMoveMoney())) return;
    log.error({ chainId, nonce, taken }, "another program sends from the gas account: give each its own key");
    noteForeignTransaction(chainId, now);
    if (signer && lease) return resendAtNewNonce({ network, signer, lease, attempts, isStillWanted, now });
  } else if (now.getTime() - (attempts[0]?.createdAt.getTime() ?? 0) < DAY) {
    // A node that lags behind shows the block later.
    return;
  }
  await db().$transaction((tx) => supersede(tx, attempts, now));
}

type Tending = { network: Network; signer: PrivateKeyAccount; lease: Lease; mined: number; now: Date };

async function push(tending: Tending, waiting: Slot[]): Promise<void> {
  const { network, mined, now } = tending;
  const { baseFee } = await readNeededFees(network);
  for (const slot of waiting) {
    const row = newest(slot);
    const stuck = isStuck(row, now);
    if (stuck && (slot.nonce === mined || BigInt(row.maxFeePerGas) < baseFee)) await replaceStuck(tending, row);
    else await broadcast(row);
  }
  const [head] = waiting;
  if (head && head.nonce > mined && isStuck(newest(head), now)) await fillGap(tending, head.nonce);
}

/** Account nonces before ours that are in no block, not waiting at the node and not stored: empty transfers to itself. */
async function fillGap({ network, signer, lease, now }: Tending, head: number): Promise<void> {
  const { chainId } = network;
  const first = await publicClient(chainId).getTransactionCount({ address: signer.address, blockTag: "pending" });
  for (let nonce = first; nonce < Math.min(head, first + MAX_FILLERS); nonce += 1) {
    const fees = await readFees(network);
    const filler = await db().$transaction(async (tx) => {
      await keepFence(tx, lease, now);
      const place = { chainId, account: lease.address, accountNonce: nonce };
      if ((await tx.gasTransaction.count({ where: place })) > 0) return null;
      return storeTransaction(tx, signer, {
        lease,
        accountNonce: nonce,
        attempt: 0,
        kind: "filler",
        transferId: null,
        sellerId: null,
        payer: null,
        amount: null,
        pool: null,
        held: 0n,
        to: signer.address,
        data: "0x",
        gas: 21_000n,
        fees,
        now,
      });
    });
    if (filler) await broadcast(filler);
  }
}
