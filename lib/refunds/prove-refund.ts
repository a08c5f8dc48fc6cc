import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@/lib/clock";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { type ChainTruth, LAG_POLL, NODE_LAG, readChainTruth } from "@/lib/payment-methods/evm/eip3009/chain-truth";
import { findSent } from "@/lib/payments/ledger/sent-transactions";
import { commitRefund, type RefundRow } from "./refund-ledger";

/**
 * What the chain shows about a refund: the seller's authorization used with exactly this transfer to the buyer at the
 * next log index, as deep as the network needs to be certain. A refund is reported only once it is final, so it waits
 * for that, whatever the amount.
 *
 * @param options.commit writes it when it is settled
 * @throws when the chain cannot be read
 */
export async function proveRefund(
  network: Network,
  row: RefundRow,
  { commit = false }: { commit?: boolean } = {},
): Promise<ChainTruth> {
  const certain = { ...network, confirmationsByPrice: [{ fromUsd: 0, blocks: network.confirmations }] };
  const truth = await readChainTruth(certain, row, await findSent(row.paymentId, "refund", row.transaction));
  if (commit && truth.kind === "settled") {
    await commitRefund(row, truth.proof, network.token.decimals, systemClock.now());
  }
  return truth;
}

/** The same, just after a transaction was reported to be in a block: a lagging node is asked again for some seconds. */
export async function proveSentRefund(network: Network, row: RefundRow): Promise<void> {
  const until = performance.now() + NODE_LAG;
  for (;;) {
    const isLate = performance.now() + LAG_POLL > until;
    const truth = await proveRefund(network, row, { commit: true }).catch((error: unknown) => {
      if (isLate) throw error;
      return { kind: "unseen" } as const;
    });
    if (isLate || (truth.kind !== "open" && truth.kind !== "unseen")) return;
    await sleep(LAG_POLL);
  }
}
