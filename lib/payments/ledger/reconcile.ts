import "server-only";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { type ChainTruth, isReverted, readChainTruth } from "@/lib/payment-methods/evm/eip3009/chain-truth";
import { ABANDONED, FINAL_REASONS, TRANSACTION_REVERTED, USED_AFTER_RELEASE } from "@/lib/payments/reasons";
import { UNRESOLVED } from "@/lib/payments/states";
import { findDeadProcesses, IN_FLIGHT } from "./heartbeats";
import { commitSettlement, EMBEDDED, movePayment, type PaymentRow, releasePayment } from "./ledger";
import { findSent } from "./sent-transactions";

const BATCH = 50;

/**
 * Reads from the chain the outcome of unresolved payments: unknown ones, and ones that a crash left reserved or
 * settling (immediately if the process that worked on them is gone). One that cannot be resolved now stays for another
 * run; those not checked for longest go first, so that many open ones do not block the others.
 */
export async function reconcilePayments(now: Date): Promise<void> {
  const untouchedSince = new Date(now.getTime() - IN_FLIGHT);
  const gone = await findDeadProcesses(now);
  const left = { state: { in: ["reserved", "settling"] } };
  const rows = await db().payment.findMany({
    where: {
      OR: [
        { state: "unknown" },
        { ...left, updatedAt: { lt: untouchedSince } },
        { ...left, processName: { in: gone } },
      ],
    },
    orderBy: [{ checkedAt: { sort: "asc", nulls: "first" } }, { createdAt: "asc" }],
    take: BATCH,
  });
  for (const row of rows) {
    try {
      await db().payment.update({ where: { id: row.id }, data: { checkedAt: now } });
      await reconcilePayment(row, now);
    } catch (error) {
      log.error({ err: error, paymentId: row.id }, "a payment could not be reconciled; it will be tried again");
    }
  }
}

/**
 * The same for one payment.
 *
 * @throws when the chain cannot be read
 */
export async function reconcilePayment(row: PaymentRow, now: Date): Promise<void> {
  const network = findNetwork(row.chainId);
  if (!network) throw new Error(`Payment ${row.id} is on chain ${row.chainId}, which is not known.`);
  const truth = await readChainTruth(network, row, await findSent(row.id, "settlement", row.transaction));
  switch (truth.kind) {
    case "open":
      await noteRevert(network, row, now);
      return settleNothing(row, now);
    case "confirming":
    case "unseen":
      return;
    case "settled":
      return settle(row, truth, now);
    default:
      await movePayment(row.id, UNRESOLVED, { to: "failed", reason: FINAL_REASONS[truth.kind], now });
      log.info({ paymentId: row.id, reason: truth.kind }, "a payment was found to have failed for good");
  }
}

/**
 * A crash came before the embedded facilitator signed anything: nothing was sent, and the buyer may try again. A signed
 * settlement keeps the payment open (`releasePayment` checks); a suspended one is rejected when it tries to sign.
 */
async function settleNothing(row: PaymentRow, now: Date): Promise<void> {
  if (row.facilitator !== EMBEDDED || (row.state !== "reserved" && row.state !== "settling")) return;
  await releasePayment(row.id, ABANDONED, now, row.state);
}

/** Records why it takes so long: responses about this payment then name its end. Rule 3b keeps it open until then. */
async function noteRevert(network: Network, row: PaymentRow, now: Date): Promise<void> {
  if (row.state !== "unknown" || !row.transaction || row.reason === TRANSACTION_REVERTED) return;
  if (!(await isReverted(network, row.transaction as `0x${string}`))) return;
  await movePayment(row.id, ["unknown"], { to: "unknown", reason: TRANSACTION_REVERTED, now });
}

async function settle(row: PaymentRow, { proof }: Extract<ChainTruth, { kind: "settled" }>, now: Date): Promise<void> {
  // Rule 3d: somebody else's transaction proves that the payer's money moved, not that the payer presented it here. Nor
  // does one of an authorization that was released: in the meantime anybody who had seen it could present it.
  const sentByUs = proof.transaction === row.transaction || row.signers.split(",").includes(proof.sender);
  const ours = sentByUs && row.reason !== USED_AFTER_RELEASE;
  const terms = await db().terms.findUniqueOrThrow({ where: { id: row.termsId } });
  await commitSettlement(row, proof, { opensByToken: ours, downloadDays: terms.downloadDays, now });
  log.info({ paymentId: row.id, opensByToken: ours }, "a payment was found settled on chain");
}
