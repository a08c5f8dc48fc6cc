import "server-only";
import { findNetwork } from "@/lib/chain/find-network";
import { transactionUrl } from "@/lib/chain/networks";
import { formatAtomic } from "@/lib/money";
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
