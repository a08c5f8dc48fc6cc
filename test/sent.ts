import { expect } from "vitest";
import { db } from "@/lib/db/client";
import type { TestChain } from "./chain";

/**
 * Waits until the gas account's first transaction for a file is in the node's pool (or in a block), and returns its row.
 * The row alone says less: it is committed before the transaction is broadcast.
 */
export async function untilSent(chain: TestChain, fileId: string) {
  const find = () =>
    db().gasTransaction.findFirst({
      where: { transfer: { order: { productId: fileId } } },
      orderBy: { accountNonce: "asc" },
    });
  await expect.poll(find).not.toBeNull();
  const row = await find();
  if (!row) throw new Error("It was stored and is gone.");
  await expect.poll(() => chain.rpc("eth_getTransactionByHash", [row.hash])).not.toBeNull();
  return row;
}
