import "server-only";
import { formatAtomic } from "@/lib/money";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import { transactionUrl } from "@/lib/payment-methods/evm/chain/networks";
import type { RefundRow } from "./refund-ledger";
import type { RefundState, RefundView } from "./schema";

/** A refund as its seller sees it. */
export function toRefundView(row: RefundRow): RefundView {
  const network = findNetwork(row.chainId);
  return {
    id: row.id,
    state: row.state as RefundState,
    reason: row.reason,
    amount: formatAtomic(BigInt(row.amount), network?.token.decimals ?? 6),
    symbol: network?.token.symbol ?? "",
    endsAccess: row.endsAccess,
    transaction: row.transaction,
    transactionUrl: (network && row.transaction && transactionUrl(network, row.transaction)) || null,
  };
}
