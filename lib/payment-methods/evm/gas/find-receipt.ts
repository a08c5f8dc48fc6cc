import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { TransactionReceipt } from "viem";
import { SECOND, systemClock } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { findCause } from "@/lib/payment-methods/evm/chain/find-cause";
import { closeTransaction } from "./close-transaction";
import type { GasTransactionRow } from "./gas-transaction";
import type { GasAccount } from "./lease";

/** The receipt of one transaction, or null while there is none. */
export async function findReceipt(chainId: number, hash: `0x${string}`): Promise<TransactionReceipt | null> {
  try {
    return await publicClient(chainId).getTransactionReceipt({ hash });
  } catch (error) {
    if (findCause(error, "TransactionReceiptNotFoundError")) return null;
    throw error;
  }
}

/** How often a waiting request checks for a replacement (ms). */
const LOOK_AGAIN = 2 * SECOND;

/**
 * Waits for the block of a stored transaction, or of its replacement.
 *
 * @param timeout ms
 * @throws Error when there is none in time, or the chain cannot be read
 */
export async function waitForReceipt(row: GasTransactionRow, timeout: number): Promise<TransactionReceipt> {
  const { chainId, account, accountNonce } = row;
  const deadline = performance.now() + timeout;
  // A transaction whose account nonce another program took is sent again under another one.
  const sentAnew = row.transferId
    ? [{ transferId: row.transferId, kind: row.kind, createdAt: { gt: row.createdAt } }]
    : [];
  let attempts = [row];
  let lookedAt = performance.now();
  for (let pause = 50; performance.now() < deadline; pause = Math.min(pause * 1.5, SECOND)) {
    for (const attempt of attempts) {
      const receipt = await findReceipt(chainId, attempt.hash as `0x${string}`);
      if (!receipt) continue;
      // Immediately, so that the amount held for it is free for the next one.
      await closeTransaction(attempt, receipt, systemClock.now());
      return receipt;
    }
    await sleep(pause);
    if (performance.now() - lookedAt < LOOK_AGAIN) continue;
    attempts = await db().gasTransaction.findMany({ where: { OR: [{ chainId, account, accountNonce }, ...sentAnew] } });
    lookedAt = performance.now();
  }
  throw new Error("The transaction is in no block yet.");
}

/** The most transactions to check for a request that waits for one of them. */
const MAX_LOOKED_AT = 50;

/**
 * Records transactions that are in a block by now: the process that sent them may be gone, and the job that tends them
 * runs later. Never throws: the waiting request checks again.
 */
export async function closeWhatIsMined({ chainId, address: account }: GasAccount): Promise<void> {
  const where = { chainId, account, state: "open" };
  const rows = await db().gasTransaction.findMany({ where, orderBy: { accountNonce: "asc" }, take: MAX_LOOKED_AT });
  await Promise.allSettled(
    rows.map(async (row) => {
      const receipt = await findReceipt(chainId, row.hash as `0x${string}`);
      if (receipt) await closeTransaction(row, receipt, systemClock.now());
    }),
  );
}
