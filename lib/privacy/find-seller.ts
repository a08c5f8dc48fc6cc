import "server-only";
import { db } from "@/lib/db/client";

/** The id of the seller with this wallet, or null. */
export async function findSellerId({ address, chainId }: { address: string; chainId: number }): Promise<string | null> {
  const seller = await db().seller.findUnique({ where: { chainId_address: { chainId, address } } });
  return seller?.id ?? null;
}
