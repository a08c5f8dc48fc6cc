import "server-only";
import { formatAtomic } from "@/lib/money";
import { findNetworkByCaip2 } from "@/lib/payment-methods/evm/chain/find-network";
import { transactionUrl } from "@/lib/payment-methods/evm/chain/networks";
import type { TransferRow } from "@/lib/payments/rows";
import type { RefundState, RefundView } from "./schema";

const states: Record<string, RefundState> = { reserved: "open", settled: "refunded", failed: "failed" };

/** A refund as its seller sees it: money may be moving unless it is open, refunded or failed. */
export function toRefundView(row: TransferRow): RefundView {
  const network = findNetworkByCaip2(row.network);
  return {
    id: row.id,
    state: states[row.state] ?? "confirming",
    reason: row.reason,
    amount: formatAtomic(BigInt(row.amount), network?.token.decimals ?? 6),
    symbol: network?.token.symbol ?? "",
    endsAccess: row.endsEntitlement,
    transaction: row.transaction,
    transactionUrl: (network && row.transaction && transactionUrl(network, row.transaction)) || null,
  };
}
