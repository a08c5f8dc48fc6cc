import "server-only";
import type { Tx } from "@/lib/db/client";
import { applyVerdict } from "@/lib/decisions/apply-verdict";
import { hashSecret, newId, newSecret } from "@/lib/ids";
import { endAllGifts, endAllLinks } from "./end-links";

/**
 * Caution where nobody knows what was taken away since the backup (rule 13): links and uploads that were paid for wait for
 * the payer's signature, sellers for theirs, files that a buyer complained about for the seller, and reported files for the operator.
 */
export async function withoutJournal(tx: Tx, now: Date): Promise<void> {
  await endAllLinks(tx);
  await endAllGifts(tx);
  await endUploadTokens(tx);
  await tx.seller.updateMany({ data: { payoutHeldAt: now } });
  const complained = await tx.complaint.findMany({ where: { doneAt: null }, select: { order: true } });
  const fileIds = [...new Set(complained.map(({ order }) => order.productId))];
  for (const id of fileIds) await tx.file.updateMany({ where: { id }, data: { paused: true, updatedAt: now } });
  await suspendReported(tx, now);
}

/** Their payers may have replaced them. Whoever has only an unpaid upload has nothing else to show for it. */
async function endUploadTokens(tx: Tx): Promise<void> {
  const where = { paidDays: { not: null }, state: { in: ["receiving", "finished"] } };
  await tx.upload.updateMany({ where, data: { tokenHash: hashSecret(newSecret()) } });
}

/** What the operator decided about them since is not known. Their reports stay open. */
async function suspendReported(tx: Tx, now: Date): Promise<void> {
  const reports = await tx.report.findMany({ where: { state: "open" }, orderBy: { createdAt: "asc" } });
  const files = await tx.file.findMany({
    where: { id: { in: reports.map(({ fileId }) => fileId) }, suspendedAt: null, withheldAt: null },
  });
  for (const { id, sellerId } of files) {
    const reportId = reports.find(({ fileId }) => fileId === id)?.id ?? null;
    const about = { decisionId: newId(), subjectKind: "file", subjectId: id, sellerId, reportId } as const;
    const why = { verdict: "suspended", ground: "other", facts: FACTS, legalBasis: null, automated: true } as const;
    await applyVerdict(tx, { kind: "decided", ...about, ...why, by: "shop" }, now);
  }
}

const FACTS =
  "This server was restored from a backup, and a report about this file was open when the backup was written. What was " +
  "decided about it since is not known, so the sale waits until the operator has looked at the report again.";
