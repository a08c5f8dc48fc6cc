import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";
import { db, isUniqueViolation } from "@/lib/db/client";
import { log } from "@/lib/log";
import { commitSettlement, isProvenByAnother } from "./commit";
import { findDeadProcesses, IN_FLIGHT } from "./heartbeats";
import { abandon, failTransfer, moveTransfer } from "./ledger";
import type { ChainTruth, Shop } from "./ports";
import { FINAL_REASONS, TRANSACTION_REVERTED, USED_AFTER_RELEASE } from "./reasons";
import type { TransferRow } from "./rows";
import { UNRESOLVED } from "./states";

const BATCH = 50;

/**
 * A job: reads from the chain the outcome of unresolved sales and refunds: unknown ones, and ones that a crash left
 * reserved or settling (immediately if the process that worked on them is gone). One that cannot be resolved now stays
 * for another run; those not checked for longest go first, so that many open ones do not block the others.
 */
export async function reconcile(shop: Shop, now: Date): Promise<void> {
  const gone = await findDeadProcesses(now);
  // A refund on a network that is no longer configured waits for it; a sale there is reported.
  const readable = shop.methods.flatMap((method) => method.readableNetworks());
  const refunds = { direction: "refund", network: { in: readable } };
  // Sales and refunds have separate places: anybody can leave many sales open, and no refund should wait for them.
  const found = [{ direction: "sale" }, refunds].map((which) => findLeft({ AND: [which, isLeft(gone, now)] }));
  await Promise.all((await Promise.all(found)).map((rows) => reconcileAll(shop, rows, now)));
}

/** Unknown, or left behind by a process that is gone or has worked on it for too long. */
function isLeft(gone: string[], now: Date): Prisma.TransferWhereInput {
  const atWork = { state: { in: ["reserved", "settling"] } };
  const untouchedSince = new Date(now.getTime() - IN_FLIGHT);
  return {
    OR: [
      { state: "unknown" },
      { ...atWork, updatedAt: { lt: untouchedSince } },
      { ...atWork, processName: { in: gone } },
    ],
  };
}

function findLeft(where: Prisma.TransferWhereInput): Promise<TransferRow[]> {
  return db().transfer.findMany({
    where,
    orderBy: [{ checkedAt: { sort: "asc", nulls: "first" } }, { createdAt: "asc" }],
    take: BATCH,
  });
}

async function reconcileAll(shop: Shop, rows: TransferRow[], now: Date): Promise<void> {
  for (const row of rows) {
    try {
      await db().transfer.update({ where: { id: row.id }, data: { checkedAt: now } });
      await reconcileTransfer(shop, row, now);
    } catch (error) {
      log.error({ err: error, transferId: row.id }, "a transfer could not be reconciled; it will be tried again");
    }
  }
}

/**
 * The same for one transfer.
 *
 * @throws when the chain cannot be read
 */
export async function reconcileTransfer(shop: Shop, row: TransferRow, now: Date): Promise<void> {
  const truth = await shop.method(row.method).readTruth(row);
  switch (truth.kind) {
    case "open":
      await noteRevert(shop, row, now);
      return settleNothing(shop, row, now);
    case "confirming":
    case "unseen":
      return;
    case "settled":
      return settle(shop, row, truth, now);
    default:
      await failTransfer(shop, row, UNRESOLVED, { reason: FINAL_REASONS[truth.kind], now });
      log.info({ transferId: row.id, reason: truth.kind }, "a transfer was found to have failed for good");
  }
}

/**
 * A crash came before our own key signed anything: nothing was sent, and the payer may try again. A signed one stays
 * (`releaseTransfer` checks); a suspended process is rejected when it tries to sign.
 */
async function settleNothing(shop: Shop, row: TransferRow, now: Date): Promise<void> {
  if (row.facilitator !== shop.method(row.method).ownFacilitator) return;
  // An unknown sale was handed out (rule 3b). A refund came from the seller, and only our own key could send it.
  if (row.direction === "refund" || row.state !== "unknown") await abandon(shop, row, now);
}

/** Records why it takes so long: responses about this payment then name its end. Rule 3b keeps it open until then. */
async function noteRevert(shop: Shop, row: TransferRow, now: Date): Promise<void> {
  if (row.state !== "unknown" || !row.transaction || row.reason === TRANSACTION_REVERTED) return;
  if (!(await shop.method(row.method).isReverted(row))) return;
  await moveTransfer(row, ["unknown"], { to: "unknown", reason: TRANSACTION_REVERTED, now });
}

async function settle(
  shop: Shop,
  row: TransferRow,
  { proof }: Extract<ChainTruth, { kind: "settled" }>,
  now: Date,
): Promise<void> {
  // Rule 3d: somebody else's transaction proves that the payer's money moved, not that the payer presented it here. Nor
  // does one of an authorization that was released: in the meantime anybody who had seen it could present it.
  const sentByUs = proof.transaction === row.transaction || row.signers.split(",").includes(proof.sender);
  const opensBySecret = sentByUs && row.reason !== USED_AFTER_RELEASE;
  try {
    await commitSettlement(shop, row, proof, { opensBySecret, now });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    if (await isProvenByAnother(row, proof)) return failAsUsed(shop, row, now);
    if (!opensBySecret) throw error;
    // Something else took its secret in the meantime: the payer's signature opens the purchase.
    await commitSettlement(shop, row, proof, { opensBySecret: false, now });
  }
  log.info({ transferId: row.id, opensBySecret }, "a transfer was found settled on chain");
}

/** One authorization was sent as a sale and as a refund: its place in the chain proves only the first of them. */
async function failAsUsed(shop: Shop, row: TransferRow, now: Date): Promise<void> {
  await failTransfer(shop, row, UNRESOLVED, { reason: FINAL_REASONS["used-otherwise"], now });
  log.warn({ transferId: row.id }, "the chain's proof of a transfer already belongs to another one");
}
