import "server-only";
import type { Hex } from "viem";
import { db, type Tx } from "@/lib/db/client";

/** Kinds of transactions of our gas account that move a transfer's money: not the deployment of the payer's wallet. */
const moving = { kind: { in: ["settlement", "refund"] } };

/**
 * The known transactions that may have settled a transfer: the one in its row, and every stored attempt of our own gas
 * account. The newest first.
 */
export async function findSent({ id, transaction }: { id: string; transaction: string | null }): Promise<Hex[]> {
  const stored = await db().gasTransaction.findMany({
    where: { transferId: id, ...moving },
    orderBy: [{ createdAt: "desc" }, { attempt: "desc" }],
    select: { hash: true },
  });
  const hashes = [...(transaction === null ? [] : [transaction]), ...stored.map(({ hash }) => hash)];
  return [...new Set(hashes)] as Hex[];
}

/** Whether our gas account has signed a transaction that moves the transfer's money. */
export async function isSigned(tx: Tx, { id }: { id: string }): Promise<boolean> {
  return (await tx.gasTransaction.count({ where: { transferId: id, ...moving } })) > 0;
}

/** Of these transfers, those for which our gas account has signed anything, deployments of payers' wallets included. */
export async function findSentFor(tx: Tx, transferIds: string[]): Promise<string[]> {
  const sent = await tx.gasTransaction.findMany({
    where: { transferId: { in: transferIds } },
    select: { transferId: true },
  });
  return sent.flatMap(({ transferId }) => transferId ?? []);
}
