import "server-only";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import { IN_FLIGHT } from "@/lib/payments/ledger/heartbeats";
import { EMBEDDED } from "@/lib/payments/ledger/ledger";
import { ABANDONED, FINAL_REASONS } from "@/lib/payments/reasons";
import { settings } from "@/lib/settings/settings";
import { proveRefund } from "./prove-refund";
import { failRefund, MOVING, type RefundRow } from "./refund-ledger";

const BATCH = 50;

/**
 * A job: reads from the chain the outcome of refunds in progress, including those that a crash left. Each step names
 * the state it comes from, so that checking too early does no harm; those not checked for longest go first.
 */
export async function reconcileRefunds(now: Date): Promise<void> {
  const rows = await db().refund.findMany({
    // A network that is no longer configured cannot be read.
    where: { state: { in: [...MOVING] }, chainId: { in: Object.keys(settings().rpcUrls).map(Number) } },
    orderBy: [{ checkedAt: { sort: "asc", nulls: "first" } }, { createdAt: "asc" }],
    take: BATCH,
  });
  for (const row of rows) {
    try {
      await db().refund.update({ where: { id: row.id }, data: { checkedAt: now } });
      await reconcile(row, now);
    } catch (error) {
      log.error({ err: error, refundId: row.id }, "a refund could not be looked at; it will be tried again");
    }
  }
}

async function reconcile(row: RefundRow, now: Date): Promise<void> {
  const network = findNetwork(row.chainId);
  if (!network) throw new Error(`Refund ${row.id} is on chain ${row.chainId}, which is not known.`);
  const truth = await proveRefund(network, row, { commit: true });
  switch (truth.kind) {
    case "settled":
    case "confirming":
    case "unseen":
      return;
    case "open":
      // A crash came before our own facilitator signed: nobody else has seen it.
      if (row.facilitator !== EMBEDDED || now.getTime() - row.updatedAt.getTime() < IN_FLIGHT) return;
      await failRefund(row, ABANDONED, now, true);
      return;
    default:
      await failRefund(row, FINAL_REASONS[truth.kind], now, false);
      log.info({ refundId: row.id, reason: truth.kind }, "a refund was found to have failed for good");
  }
}
