import "server-only";
import { requireUnblockedWallet } from "@/lib/blocks/blocks";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Authorization } from "@/lib/payments/ports";
import type { StorageKind } from "@/lib/products/storage/storage-ref";
import { settings } from "@/lib/settings/settings";
import { maySell } from "@/lib/sign-in/may-sell";

/**
 * Whether a payer may pay for storage here: not with the operator's own wallet, not if the operator blocked the wallet or stopped
 * its sales, and for something to sell only where the wallet may sell (rule 11b).
 *
 * @throws AppError `payer_is_operator`, `wallet_blocked`, `seller_suspended`, `seller_not_allowed`
 */
export async function requirePayerMayKeep({ payer, payee, network }: Authorization, kind: StorageKind): Promise<void> {
  if (payer === payee) throw new AppError("payer_is_operator");
  await requireUnblockedWallet(payer);
  if (kind === "file") return;
  if (!maySell(payer)) throw new AppError("seller_not_allowed", { detail: "Nothing was charged." });
  // A plain key, or an account on this network: without the chain every seller would be read.
  const chains = [
    0,
    ...settings()
      .networks.filter(({ caip2 }) => caip2 === network)
      .map(({ chainId }) => chainId),
  ];
  const where = { chainId: { in: chains }, address: payer, suspendedAt: { not: null } };
  const stopped = await db().seller.findFirst({ where });
  if (stopped) throw new AppError("seller_suspended", { detail: "Nothing was charged." });
}
