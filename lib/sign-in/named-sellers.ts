import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { settings } from "@/lib/settings/settings";

/** The ids of sellers named by the operator (`SELLERS`) if others may sell as well; none if only they may. */
export async function namedSellers(client: Db | Tx): Promise<string[]> {
  const { sellers, namedSellers: named } = settings();
  if (sellers !== "open" || named.length === 0) return [];
  const rows = await client.seller.findMany({ where: { address: { in: named } }, select: { id: true } });
  return rows.map(({ id }) => id);
}
