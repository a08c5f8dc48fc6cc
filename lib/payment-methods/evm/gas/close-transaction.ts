import "server-only";
import type { TransactionReceipt } from "viem";
import { db, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { log } from "@/lib/log";
import type { GasTransactionRow } from "./gas-transaction";
import { costOf, wasteOf } from "./waste-pools";

/**
 * Records that a stored transaction is in a block, its cost and loss, and that the other attempts at its account nonce never
 * will be. Safe to repeat.
 */
export async function closeTransaction(row: GasTransactionRow, receipt: TransactionReceipt, now: Date): Promise<void> {
  const { id, chainId, account, accountNonce, hash, kind } = row;
  const state = receipt.status === "success" ? "mined" : "reverted";
  if (state === "reverted") log.warn({ chainId, hash }, "a transaction of the gas account was reverted");
  await db().$transaction(async (tx) => {
    const closed = await prepared(tx).run(CLOSE, [state, now, costOf(receipt), wasteOf(kind, receipt), id, state]);
    if (closed === 0) return;
    const others = { chainId, account, accountNonce, state: "open" };
    await prepared(tx).gasTransaction.updateMany(others, { state: "superseded", closedAt: now });
    if (kind === "settlement" && state === "mined") await forgiveDeployment(tx, row);
  });
}

const CLOSE = `UPDATE "GasTransaction" SET "state" = ?, "closedAt" = ?, "spent" = ?, "wasted" = ? WHERE "id" = ? AND "state" <> ?`;

/** The payment that a wallet was deployed for has settled: its deployment was no waste. */
async function forgiveDeployment(tx: Tx, { chainId, payer }: GasTransactionRow): Promise<void> {
  await prepared(tx).gasTransaction.updateMany({ chainId, payer, kind: "deployment", state: "mined" }, { wasted: 0n });
}
