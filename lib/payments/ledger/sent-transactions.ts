import "server-only";
import type { Hex } from "viem";
import { db } from "@/lib/db/client";

/**
 * The known transactions that may have settled a payment, or its refund: the one in its row, and every stored attempt
 * of our own gas account. The newest first.
 */
export async function findSent(paymentId: string, kind: "settlement" | "refund", named: string | null): Promise<Hex[]> {
  const stored = await db().gasTransaction.findMany({
    where: { paymentId, kind },
    orderBy: [{ createdAt: "desc" }, { attempt: "desc" }],
    select: { hash: true },
  });
  const hashes = [...(named === null ? [] : [named]), ...stored.map(({ hash }) => hash)];
  return [...new Set(hashes)] as Hex[];
}
