import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";

/** This long after an authorization has expired (ms), its outcome should be known: ten times the usual time of blocks. */
const UNRESOLVED_AFTER = 15 * MINUTE;

/**
 * Once an authorization has expired, a certain block decides about its payment or refund. One that is still open long
 * after cannot be looked up: somebody may have paid and be waiting.
 */
export async function readUnresolved({ chainId }: Network, now: Date): Promise<string | undefined> {
  const before = String(Math.floor((now.getTime() - UNRESOLVED_AFTER) / SECOND));
  const [{ found } = { found: 0n }] = await db().$queryRaw<{ found: bigint }[]>`
    SELECT
      (SELECT COUNT(*) FROM "Payment" WHERE "chainId" = ${chainId}
        AND "state" IN ('reserved', 'settling', 'unknown') AND CAST("validBefore" AS BIGINT) < CAST(${before} AS BIGINT))
      + (SELECT COUNT(*) FROM "Refund" WHERE "chainId" = ${chainId}
        AND "state" IN ('open', 'confirming') AND CAST("validBefore" AS BIGINT) < CAST(${before} AS BIGINT)) AS "found"`;
  return found > 0
    ? `Payments or refunds that cannot be looked up: ${found}. Does the node answer eth_getLogs, and with recent blocks?`
    : undefined;
}
