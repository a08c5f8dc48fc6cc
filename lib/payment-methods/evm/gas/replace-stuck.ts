import "server-only";
import type { Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { raiseFees } from "./fees";
import type { GasTransactionRow } from "./gas-transaction";
import { keepFence, type Lease } from "./lease";
import { broadcast, storeTransaction } from "./send-transaction";
import type { WastePool } from "./waste-pools";

/** A transaction that is in no block this long after it was signed gets a higher fee (ms). */
export const STUCK_AFTER = 15 * SECOND;

export function isStuck({ createdAt }: GasTransactionRow, now: Date): boolean {
  return now.getTime() - createdAt.getTime() > STUCK_AFTER;
}

type Replacing = { network: Network; signer: PrivateKeyAccount; lease: Lease; now: Date };

/** The same call under the same account nonce: whichever of the two gets into a block, it is the same payment. */
export async function replaceStuck({ network, signer, lease, now }: Replacing, row: GasTransactionRow): Promise<void> {
  const { maxFeePerGas, maxPriorityFeePerGas, accountNonce, attempt, hash, chainId } = row;
  const fees = await raiseFees(network, {
    maxFeePerGas: BigInt(maxFeePerGas),
    maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas),
  });
  if (!fees) {
    log.warn({ chainId, hash }, "a transaction is stuck, and the cap on fees leaves no room to raise its fee");
    return broadcast(row);
  }
  const { kind, transferId, sellerId, payer, amount, pool, to, data, gas } = row;
  const replacement = await db().$transaction(async (tx) => {
    await keepFence(tx, lease, now);
    return storeTransaction(tx, signer, {
      lease,
      fees,
      now,
      accountNonce,
      attempt: attempt + 1,
      kind,
      transferId,
      sellerId,
      payer,
      amount,
      pool: pool as WastePool | null,
      held: 0n,
      to: to as Hex,
      data: data as Hex,
      gas: BigInt(gas),
    });
  });
  log.info({ chainId, hash, by: replacement.hash }, "a stuck transaction was replaced by one with a higher fee");
  await broadcast(replacement);
}
