import "server-only";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { UNRESOLVED } from "@/lib/payments/states";
import { shop } from "@/lib/shop/shop";

/** This long after an authorization has expired (ms), its outcome should be known: ten times the usual time of blocks. */
const UNRESOLVED_AFTER = 15 * MINUTE;

/**
 * Once an authorization has expired, a certain block decides about its payment or refund. One that is still open long
 * after cannot be looked up: somebody may have paid and be waiting.
 */
export async function readUnresolved({ caip2 }: Network, now: Date): Promise<string | undefined> {
  const before = now.getTime() - UNRESOLVED_AFTER;
  const open = await db().transfer.findMany({
    where: { network: caip2, state: { in: [...UNRESOLVED] } },
    select: { method: true, signed: true, createdAt: true },
  });
  const found = open.filter((row) => shop.method(row.method).expiresAt(row).getTime() < before).length;
  return found > 0
    ? `Payments or refunds that cannot be looked up: ${found}. Does the node answer eth_getLogs, and with recent blocks?`
    : undefined;
}
