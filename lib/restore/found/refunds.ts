import "server-only";
import type { UnknownTransfer } from "@/lib/backup/find-unknown";
import { refundNonce } from "@/lib/refunds/refund-nonce";

/** A sale that may have been given back. */
export type KnownSale = { orderId: string; network: string; payer: string; amount: bigint; replayKey: string };

type RefundOf = { orderId: string | null; saleReplayKey: string };

/** More attempts than this at one refund were never used up without moving the money. */
const MAX_SPENT = 5;

/**
 * Those of the transfers that give back a sale, known or among them, by the nonces of refunds. Pure. Linear: each sale's
 * nonces are computed once.
 */
export function findRefunds(
  transfers: readonly UnknownTransfer[],
  sales: readonly KnownSale[],
): Map<UnknownTransfer, RefundOf> {
  const givenBack = new Map<string, RefundOf & { amount: bigint }>();
  const add = (sale: Omit<KnownSale, "orderId">, orderId: string | null, names: readonly string[]) => {
    const { network, payer, amount, replayKey } = sale;
    for (const nonce of names.flatMap(noncesOf)) {
      const key = keyOf(network, payer, nonce);
      if (!givenBack.has(key)) givenBack.set(key, { orderId, saleReplayKey: replayKey, amount });
    }
  };
  for (const sale of sales) add(sale, sale.orderId, [sale.replayKey, sale.orderId]);
  for (const sale of transfers) add(sale, null, [sale.replayKey]);
  const found = new Map<UnknownTransfer, RefundOf>();
  for (const transfer of transfers) {
    const sale = givenBack.get(keyOf(transfer.network, transfer.payTo, transfer.nonce));
    if (sale && transfer.amount <= sale.amount)
      found.set(transfer, { orderId: sale.orderId, saleReplayKey: sale.saleReplayKey });
  }
  return found;
}

const keyOf = (network: string, receiver: string, nonce: string) => `${network} ${receiver} ${nonce}`;

function noncesOf(name: string): string[] {
  return Array.from({ length: MAX_SPENT }, (_, spent) => refundNonce(spent, name));
}
