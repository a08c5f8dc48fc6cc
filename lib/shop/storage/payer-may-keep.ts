import "server-only";
import { requireUnblockedWallet } from "@/lib/blocks/blocks";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Authorization } from "@/lib/payments/ports";
import type { StorageKind } from "@/lib/products/storage/storage-ref";
import { maySell } from "@/lib/sign-in/may-sell";

/**
 * Whether a payer may pay for storage here: not with the operator's own wallet, not if the operator blocked the wallet or stopped
 * its sales, and for something to sell only where the wallet may sell (rule 11b).
 *
 * @throws AppError `payer_is_operator`, `wallet_blocked`, `seller_suspended`, `seller_not_allowed`
 */
export async function requirePayerMayKeep({ payer, payee }: Authorization, kind: StorageKind): Promise<void> {
  if (payer === payee) throw new AppError("payer_is_operator");
  await requireUnblockedWallet(payer);
  if (kind === "file") return;
  if (!maySell(payer)) throw new AppError("seller_not_allowed", { detail: "Nothing was charged." });
  const stopped = await db().seller.findFirst({ where: { address: payer, suspendedAt: { not: null } } });
  if (stopped) throw new AppError("seller_suspended", { detail: "Nothing was charged." });
}
