import "server-only";
import { requireUnblockedWallet } from "@/lib/blocks/blocks";
import { db, whileUnchanged } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { maySell } from "./may-sell";

/**
 * Lets a seller put something on sale.
 *
 * @throws AppError `seller_not_allowed` (`SELLERS`), `wallet_blocked`, `seller_suspended`
 */
export async function requireMaySell({ sellerId, address }: { sellerId: string; address: string }): Promise<void> {
  if (!maySell(address)) throw new AppError("seller_not_allowed");
  await requireUnblockedWallet(address);
  const seller = await whileUnchanged(`suspended ${sellerId}`, () =>
    db().seller.findUnique({ where: { id: sellerId }, select: { suspendedAt: true } }),
  );
  if (seller?.suspendedAt) throw new AppError("seller_suspended");
}
