import "server-only";
import { insertBlock, liftBlock } from "@/lib/blocks/change-block";
import type { Tx } from "@/lib/db/client";
import { applyVerdict } from "@/lib/decisions/apply-verdict";
import type { Entry } from "@/lib/journal/entries";

/** What the operator decided since the backup. Bytes that it deleted are deleted again by the job that purges files. */
export async function replayDecided(
  tx: Tx,
  entry: Extract<Entry, { kind: "decided" }>,
  at: Date,
  now: Date,
): Promise<boolean> {
  const { decisionId, subjectKind, subjectId: id } = entry;
  if ((await tx.decision.count({ where: { id: decisionId } })) > 0) return false;
  const known = await (subjectKind === "file" ? tx.file.count({ where: { id } }) : tx.seller.count({ where: { id } }));
  if (known === 0) return false;
  await applyVerdict(tx, entry, at);
  // The backup has brought its bytes back: the job deletes those that were given up lately.
  const gone = { fileId: id, bytesGoneAt: at };
  if (entry.verdict === "deleted") await tx.fileVersion.updateMany({ where: gone, data: { bytesGoneAt: now } });
  return true;
}

export async function replayBlocked(
  tx: Tx,
  { blockId, what, value, reason, by }: Extract<Entry, { kind: "blocked" }>,
  at: Date,
): Promise<boolean> {
  if ((await tx.block.count({ where: { id: blockId } })) > 0) return false;
  return (await insertBlock(tx, { id: blockId, kind: what, value, reason, by }, at)).id === blockId;
}

export function replayUnblocked(tx: Tx, { blockId, by }: Extract<Entry, { kind: "unblocked" }>, at: Date) {
  return liftBlock(tx, { id: blockId, by }, at);
}
