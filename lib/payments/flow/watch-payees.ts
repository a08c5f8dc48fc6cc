import "server-only";
import type { Address } from "@/lib/chain/networks";
import { watchPayees } from "@/lib/chain/token-watch";
import { db } from "@/lib/db/client";

/** A job: checks whether the tokens still allow all sellers with files on sale to receive. */
export async function watchPayeesOnSale(now: Date): Promise<void> {
  const groups = await db().terms.groupBy({
    by: ["payTo"],
    where: { until: null, priceMicroUsd: { gt: 0 }, file: { removedAt: null, onSaleUntil: { gt: now } } },
  });
  await watchPayees(
    groups.map(({ payTo }) => payTo as Address),
    now,
  );
}
