import "server-only";
import { db } from "@/lib/db/client";
import type { Address } from "@/lib/payment-methods/evm/chain/networks";
import { watchPayees } from "@/lib/payment-methods/evm/chain/token-watch";

/** A job: checks whether the tokens still allow all sellers with files on sale to receive. */
export async function watchPayeesOnSale(now: Date): Promise<void> {
  const groups = await db().terms.groupBy({
    by: ["payTo"],
    where: {
      until: null,
      priceMicroUsd: { gt: 0 },
      file: {
        removedAt: null,
        OR: [
          { onSaleUntil: null, OR: [{ keptUntil: null }, { keptUntil: { gt: now } }] },
          { onSaleUntil: { gt: now } },
        ],
      },
    },
  });
  await watchPayees(
    groups.map(({ payTo }) => payTo as Address),
    now,
  );
}
