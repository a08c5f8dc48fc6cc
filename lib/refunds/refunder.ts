import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { MICRO_USD_DECIMALS, microUsdToAtomic } from "@/lib/money";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { PaymentRow } from "@/lib/payments/rows";
import { STORAGE } from "@/lib/products/storage/storage-ref";
import { settings } from "@/lib/settings/settings";

/** Who refunds: the seller of what was sold, or an operator, who is paid for storage. `account`: the operator's address. */
export type Refunder = { kind: "seller"; sellerId: string } | { kind: "operator"; account: string };

/** The orders that somebody may refund. Storage has no seller, and an operator refunds nothing but storage. */
export function ordersOf(by: Refunder) {
  return by.kind === "seller" ? { sellerId: by.sellerId } : { productKind: STORAGE, sellerId: null };
}

/** How much may be given back, in atomic units, and from which wallets (lower case). */
type Rights = { wallets: string[]; most: bigint; isExact: boolean };

/** @throws AppError `payment_not_found`; `refund_not_possible` when nothing is owed for storage */
export async function rightsOf(by: Refunder, payment: PaymentRow, network: Network): Promise<Rights> {
  if (by.kind === "operator") return operatorsRights(payment, network);
  const seller = await db().seller.findUnique({ where: { id: by.sellerId } });
  if (!seller) throw new AppError("payment_not_found");
  return { wallets: [payment.payee, seller.payTo, seller.address], most: BigInt(payment.amount), isExact: false };
}

/** Exactly what is owed: a payment is refunded once, and the rest could not follow. */
async function operatorsRights({ orderId, payee, amount }: PaymentRow, { token }: Network): Promise<Rights> {
  const purchase = await db().storagePurchase.findUnique({ where: { orderId } });
  const open = (purchase?.owedMicroUsd ?? 0n) - (purchase?.paidBackMicroUsd ?? 0n);
  if (open <= 0n) throw new AppError("refund_not_possible", { detail: "Nothing is owed for this payment." });
  // A token with few decimals is paid in whole units.
  const unit = 10n ** BigInt(Math.max(0, MICRO_USD_DECIMALS - token.decimals));
  const owed = microUsdToAtomic(((open + unit - 1n) / unit) * unit, token.decimals);
  return { wallets: payingBack(payee), most: owed < BigInt(amount) ? owed : BigInt(amount), isExact: true };
}

/** The wallets that pay storage back: the one that was paid, and the one that is paid now. */
export function payingBack(payee: string): string[] {
  const { storage } = settings();
  return [...new Set([payee, ...(storage ? [storage.payTo] : [])])];
}
