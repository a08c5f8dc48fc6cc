import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";

/**
 * The seller's own file, which is neither removed nor, when something is to be added to it, closed by the operator.
 *
 * @throws AppError `file_not_found` for a file of another seller too, `file_removed`; with `adding` `file_withheld`
 */
export async function requireOwn(sellerId: string, fileId: string, { adding = false } = {}): Promise<void> {
  const select = { removedAt: true, withheldAt: true };
  const file = await db().file.findFirst({ where: { id: fileId, sellerId }, select });
  if (!file) throw new AppError("file_not_found");
  if (file.removedAt) throw new AppError("file_removed");
  if (adding && file.withheldAt) throw new AppError("file_withheld");
}

/** A version of the seller's own file whose bytes are here, as `requireOwn` with `adding`. */
export type OwnVersion = { id: string; mediaType: string };

/**
 * @param number of the version; undefined for the current one
 * @throws AppError those of `requireOwn`; `version_not_found`, `bytes_gone`
 */
export async function requireOwnVersion(sellerId: string, fileId: string, number?: number): Promise<OwnVersion> {
  await requireOwn(sellerId, fileId, { adding: true });
  const version = await db().fileVersion.findFirst({
    where: { fileId, number },
    orderBy: { number: "desc" },
    select: { id: true, mediaType: true, bytesGoneAt: true },
  });
  if (!version) throw new AppError("version_not_found");
  if (version.bytesGoneAt) throw new AppError("bytes_gone");
  return version;
}
