import "server-only";
import type { Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { db, type Tx } from "@/lib/db/client";
import { log } from "@/lib/log";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { findCause } from "@/lib/payment-methods/evm/chain/find-cause";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { readFees } from "./fees";
import type { GasTransactionRow } from "./gas-transaction";
import { keepFence, type Lease } from "./lease";
import { broadcast, nextNonce, storeTransaction } from "./send-transaction";
import type { WastePool } from "./waste-pools";

/** The transaction to send again: all attempts at the account nonce that was lost. */
type Lost = {
  network: Network;
  signer: PrivateKeyAccount;
  lease: Lease;
  attempts: readonly GasTransactionRow[];
  isStillWanted: IsStillWanted;
  now: Date;
};

/** Whether a transfer still waits for its transaction. Asked inside the transaction that stores the new one. */
export type IsStillWanted = (tx: Tx, transferId: string) => Promise<boolean>;

/**
 * Sends a call again under a new account nonce, after another program's transaction took its old one. The old rows end
 * and the new one is stored in one database transaction under the lease's fence, so that it is sent again only once. If
 * the chain brings the superseded one back, the token rejects the second use of the authorization.
 *
 * A call that would fail now (expired, cancelled, settled by somebody else) is not sent again: the chain decides about
 * the payment.
 *
 * @throws when the chain cannot be read: then nothing has changed
 */
export async function resendAtNewNonce({ network, signer, lease, attempts, isStillWanted, now }: Lost): Promise<void> {
  const [first] = attempts;
  if (!first) return;
  const { chainId, kind, transferId, sellerId, payer, amount, pool, held, byPaidStorage } = first;
  const call = { to: first.to as Hex, data: first.data as Hex };
  const client = publicClient(chainId);
  const [works, fees, pendingCount] = await Promise.all([
    wouldWork(network, signer.address, call),
    readFees(network),
    client.getTransactionCount({ address: signer.address, blockTag: "pending" }),
  ]);
  const row = await db().$transaction(async (tx) => {
    await keepFence(tx, lease, now);
    const ended = await supersede(tx, attempts, now);
    // A filler is for an account nonce that is taken now.
    const wanted = ended && works && transferId !== null && (await isStillWanted(tx, transferId));
    if (!wanted) return null;
    const accountNonce = await nextNonce(tx, lease, pendingCount);
    const costs = { pool: pool as WastePool | null, held, gas: BigInt(first.gas) };
    const what = { kind, transferId, sellerId, payer, amount, byPaidStorage, ...costs };
    return storeTransaction(tx, signer, { ...call, ...what, lease, fees, now, accountNonce, attempt: 0 });
  });
  if (!row) return;
  log.warn({ chainId, hash: first.hash, by: row.hash }, "a transaction was sent again under a new account nonce");
  await broadcast(row);
}

/** Ends attempts that can no longer get into a block. @returns false when another process was faster */
export async function supersede(tx: Tx, attempts: readonly GasTransactionRow[], now: Date): Promise<boolean> {
  const { count } = await tx.gasTransaction.updateMany({
    where: { id: { in: attempts.map(({ id }) => id) }, state: "open" },
    data: { state: "superseded", closedAt: now },
  });
  return count === attempts.length;
}

async function wouldWork({ chainId }: Network, account: Hex, call: { to: Hex; data: Hex }): Promise<boolean> {
  try {
    await publicClient(chainId).estimateGas({ account, ...call });
    return true;
  } catch (error) {
    if (findCause(error, "ExecutionRevertedError")) return false;
    throw error;
  }
}
