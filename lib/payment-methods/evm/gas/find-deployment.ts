import "server-only";
import { db } from "@/lib/db/client";
import { findReceipt } from "./find-receipt";
import type { GasTransactionRow } from "./gas-transaction";
import type { Call } from "./send-transaction";

/**
 * A pending deployment of a payer's wallet by the same call: of an earlier attempt at the payment, or of another
 * payment by the same wallet. One that is in a block does not count.
 *
 * @param payer lower case
 * @throws when the chain cannot be read
 */
export async function findOpenDeployment(
  chainId: number,
  payer: string,
  call: Call,
): Promise<GasTransactionRow | null> {
  const row = await db().gasTransaction.findFirst({
    where: { ...call, chainId, payer, kind: "deployment", state: "open" },
    orderBy: [{ createdAt: "desc" }, { attempt: "desc" }],
  });
  return row && !(await findReceipt(chainId, row.hash as `0x${string}`)) ? row : null;
}
