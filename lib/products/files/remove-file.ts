import "server-only";
import { audit } from "@/lib/audit/audit";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { journaled } from "@/lib/journal/journaled";
import { dropAllPictures } from "@/lib/previews/picture";

/**
 * Ends a file's sale for good. Buyers keep access until the date they were shown (rule 4a); the bytes are deleted when
 * nobody needs them any more, see `purgeFiles`; its pictures are no longer shown. Removing it again changes nothing.
 *
 * @throws AppError `file_not_found` for a file of another seller too
 */
export async function removeFile(sellerId: string, fileId: string, now: Date): Promise<void> {
  const own = { id: fileId, sellerId };
  const data = { removedAt: now, updatedAt: now };
  const file = await db().file.findFirst({
    where: own,
    select: { removedAt: true, seller: { select: { address: true } } },
  });
  if (!file) throw new AppError("file_not_found");
  if (file.removedAt !== null) return;
  await journaled({ kind: "file-removed", fileId }, now, () =>
    db().$transaction(async (tx) => {
      const removed = await tx.file.updateMany({ where: { ...own, removedAt: null }, data });
      if (removed.count === 0) return;
      await dropAllPictures(tx, fileId);
      const by = { kind: "seller", account: file.seller.address } as const;
      await audit(tx, { act: "file-removed", by, subject: { kind: "file", id: fileId } }, now);
    }),
  );
}
