import "server-only";
import { db } from "@/lib/db/client";
import type { Counts } from "./counters";

/** How often all files of a seller were seen, since they exist. */
export async function readSeen({ sellerId }: { sellerId: string }): Promise<Counts> {
  const { _sum } = await db().file.aggregate({ where: { sellerId }, _sum: { views: true, priceChecks: true } });
  return { views: _sum.views ?? 0, priceChecks: _sum.priceChecks ?? 0 };
}
