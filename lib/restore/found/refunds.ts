import "server-only";
import type { UnknownTransfer } from "@/lib/backup/find-unknown";
import { refundNonce } from "@/lib/refunds/refund-nonce";

/** A sale that may have been given back. */
export type KnownSale = { orderId: string; network: string; payer: string; amount: bigint; replayKey: string };

type RefundOf = { orderId: string | null; saleReplayKey: string };

/** More attempts than this at one refund were never used up without moving the money. */
const MAX_SPENT = 5;

/** Those of the transfers that give back a sale, known or among them, by the nonces of refunds. Pure. */
export function findRefunds(
  transfers: readonly UnknownTransfer[],
  sales: readonly KnownSale[],
): Map<UnknownTransfer, RefundOf> {
  const found = new Map<UnknownTransfer, RefundOf>();
  for (const transfer of transfers) {
    const known = sales.find((sale) => givesBack(transfer, sale, [sale.replayKey, sale.orderId]));
    const unknown = known ? null : transfers.find((sale) => givesBack(transfer, sale, [sale.replayKey]));
    if (known) found.set(transfer, { orderId: known.orderId, saleReplayKey: known.replayKey });
    else if (unknown) found.set(transfer, { orderId: null, saleReplayKey: unknown.replayKey });
  }
  return found;
}

type Given = Pick<KnownSale, "network" | "payer" | "amount">;

function givesBack(refund: UnknownTransfer, sale: Given, names: readonly string[]): boolean {
  if (refund.network !== sale.network || refund.payTo !== sale.payer || refund.amount > sale.amount) return false;
  return names.some((name) =>
    Array.from({ length: MAX_SPENT }, (_, spent) => refundNonce(spent, name)).includes(refund.nonce),
  );
}
