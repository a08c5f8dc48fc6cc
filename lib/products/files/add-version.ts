import "server-only";
import { requireUnblockedHashNow } from "@/lib/blocks/blocks";
import type { Tx } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import { wantPreview } from "@/lib/previews/want-preview";
import { requireQuota } from "@/lib/quota/quota";
import { attachUpload, type FinishedUpload } from "./attach-upload";
import type { NewVersionFor } from "./schema";

/**
 * Makes the bytes of a finished upload the next version of a file (its first one, when it has none). The caller holds
 * the file's row in the same transaction and opens terms that name the version: before that nobody can get it.
 *
 * @param options.isPaid whether its storage is paid for, so that it counts against no quota
 * @returns the id of the version
 * @throws AppError `upload_already_used`, `seller_quota`
 */
export async function addVersion(
  tx: Tx,
  file: { id: string; sellerId: string },
  upload: FinishedUpload,
  { newVersionFor, isPaid, now }: { newVersionFor: NewVersionFor; isPaid: boolean; now: Date },
): Promise<string> {
  await requireUnblockedHashNow(tx, upload.sha256);
  await attachUpload(tx, upload.id, file.sellerId, file.id);
  if (!isPaid) await requireQuota(tx, file.sellerId, upload.size);
  // What was paid for the upload was paid for the file, also what is settled later.
  await tx.storagePurchase.updateMany({ where: { uploadId: upload.id, fileId: null }, data: { fileId: file.id } });
  const last = await tx.fileVersion.findFirst({ where: { fileId: file.id }, orderBy: { number: "desc" } });
  if (last) await tx.fileVersion.update({ where: { id: last.id }, data: { replacedAt: now } });
  const { name, mediaType, codecs, sniffer, size, sha256, crc32, storageKey, scan, scannedAt } = upload;
  const id = newId();
  await tx.fileVersion.create({
    data: {
      id,
      fileId: file.id,
      number: (last?.number ?? 0) + 1,
      name,
      mediaType,
      codecs,
      sniffer,
      size,
      sha256,
      crc32,
      storageKey,
      newVersionFor,
      createdAt: now,
      scan,
      scannedAt,
    },
  });
  await tx.file.update({ where: { id: file.id }, data: { bytesGone: false } });
  await wantPreview(tx, { id, fileId: file.id, mediaType, size }, now);
  if (last && newVersionFor === "all-buyers") await notify(tx, { kind: "new-version", versionId: id }, now);
  return id;
}
