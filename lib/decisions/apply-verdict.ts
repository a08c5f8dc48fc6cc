import "server-only";
import { insertBlock } from "@/lib/blocks/change-block";
import type { Tx } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import type { Entry } from "@/lib/journal/entries";
import { dropAllPictures } from "@/lib/previews/picture";
import { FILE } from "@/lib/products/files/file-ref";
import { closeFile, giveBackToFiles, openFile } from "./close-file";

type Decided = Extract<Entry, { kind: "decided" }>;

/** Writes a decision and what it changes. A restore repeats it from the journal. */
export async function applyVerdict(tx: Tx, decided: Decided, at: Date): Promise<void> {
  const { kind: _, decisionId, ...row } = decided;
  await tx.decision.create({ data: { id: decisionId, ...row, createdAt: at } });
  if (row.verdict === "none") return;
  if (row.subjectKind === "seller") await applyToSeller(tx, decided, at);
  else await applyToFile(tx, decided, at);
}

async function applyToSeller(tx: Tx, { subjectId: id, verdict }: Decided, at: Date): Promise<void> {
  if (verdict === "suspended") {
    await tx.seller.updateMany({ where: { id, suspendedAt: null }, data: { suspendedAt: at } });
    return;
  }
  const { suspendedAt: since } = await tx.seller.findUniqueOrThrow({ where: { id } });
  await tx.seller.updateMany({ where: { id }, data: { suspendedAt: null } });
  if (since) await giveBackToFiles(tx, id, since, at);
  // What was paid for in the meantime opens, unless the file itself is closed.
  const owed = await tx.order.findMany({
    where: { sellerId: id, productKind: FILE, refundDueAt: { not: null } },
    select: { productId: true },
    distinct: ["productId"],
  });
  const files = await tx.file.findMany({
    where: { id: { in: owed.map(({ productId }) => productId) }, suspendedAt: null, withheldAt: null },
  });
  for (const file of files) await openFile(tx, file, "lifted", at);
}

async function applyToFile(tx: Tx, decided: Decided, at: Date): Promise<void> {
  const { subjectId: id, verdict } = decided;
  const file = await tx.file.findUniqueOrThrow({ where: { id } });
  if (verdict === "suspended" || verdict === "lifted") {
    await openFile(tx, file, verdict, at);
    return;
  }
  await closeFile(tx, file, at);
  if (verdict === "deleted") await giveUpBytes(tx, decided, at);
}

/** The rows: nobody gets the bytes any more, under this link or another. They are deleted afterwards. */
async function giveUpBytes(tx: Tx, { subjectId: fileId, decisionId, by }: Decided, at: Date): Promise<void> {
  await tx.file.updateMany({ where: { id: fileId, removedAt: null }, data: { removedAt: at } });
  await tx.file.update({ where: { id: fileId }, data: { bytesGone: true, updatedAt: at } });
  const versions = await tx.fileVersion.findMany({ where: { fileId, bundled: false }, select: { sha256: true } });
  await tx.fileVersion.updateMany({ where: { fileId, bytesGoneAt: null }, data: { bytesGoneAt: at } });
  await dropAllPictures(tx, fileId);
  for (const value of new Set(versions.map(({ sha256 }) => sha256))) {
    await insertBlock(tx, { id: newId(), kind: "hash", value, reason: `decision ${decisionId}`, by }, at);
  }
}
