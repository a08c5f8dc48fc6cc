import "server-only";
import { findNetwork } from "@/lib/chain/find-network";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { type ChainTruth, readChainTruth } from "./chain-proof";
import { commitSettlement, movePayment, OPEN_STATES, type PaymentRow, releasePayment } from "./ledger";

/** A request of this process may still be at work on younger ones (ms): longer than a settlement may take. */
const IN_FLIGHT = 2 * MINUTE;
const BATCH = 50;

/**
 * Finds out from the chain what became of payments whose outcome nobody knows: unknown ones, and ones that a crash left
 * reserved or settling. One that cannot be resolved now stays as it is for another run; the longest unasked go first, so
 * that many that stay open keep no other from its turn.
 */
export async function reconcilePayments(now: Date): Promise<void> {
  const untouchedSince = new Date(now.getTime() - IN_FLIGHT);
  const rows = await db().payment.findMany({
    where: {
      OR: [{ state: "unknown" }, { state: { in: ["reserved", "settling"] }, updatedAt: { lt: untouchedSince } }],
    },
    orderBy: [{ checkedAt: { sort: "asc", nulls: "first" } }, { createdAt: "asc" }],
    take: BATCH,
  });
  for (const row of rows) {
    try {
      await db().payment.update({ where: { id: row.id }, data: { checkedAt: now } });
      await reconcile(row, now);
    } catch (error) {
      log.error({ err: error, paymentId: row.id }, "a payment could not be reconciled; it will be tried again");
    }
  }
}

async function reconcile(row: PaymentRow, now: Date): Promise<void> {
  const network = findNetwork(row.chainId);
  if (!network) throw new Error(`Payment ${row.id} is on chain ${row.chainId}, which is not known.`);
  const truth = await readChainTruth(network, row);
  switch (truth.kind) {
    case "open":
      return settleNothing(row, now);
    case "confirming":
      return;
    case "settled":
      return settle(row, truth, now);
    default:
      await movePayment(row.id, OPEN_STATES, { to: "failed", reason: truth.kind.replace("-", "_"), now });
      log.info({ paymentId: row.id, reason: truth.kind }, "a payment was found to have failed for good");
  }
}

/**
 * A crash came before the embedded facilitator signed anything: nothing was handed out, and the buyer may try again. A
 * settlement that it did sign keeps the payment open (`releasePayment` looks); one that slept through this is refused
 * when it wants to sign.
 */
async function settleNothing(row: PaymentRow, now: Date): Promise<void> {
  if (row.facilitator !== "embedded" || (row.state !== "reserved" && row.state !== "settling")) return;
  await releasePayment(row.id, "abandoned", now, row.state);
}

async function settle(row: PaymentRow, { proof }: Extract<ChainTruth, { kind: "settled" }>, now: Date): Promise<void> {
  // Rule 3d: somebody else's transaction proves that the payer's money moved, not that the payer presented it here.
  const ours = proof.transaction === row.transaction || row.settlers.split(",").includes(proof.sender);
  const terms = await db().terms.findUniqueOrThrow({ where: { id: row.termsId } });
  await commitSettlement(row, proof, { opensByToken: ours, downloadDays: terms.downloadDays, now });
  log.info({ paymentId: row.id, opensByToken: ours }, "a payment was found settled on chain");
}
