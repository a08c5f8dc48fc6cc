import "server-only";
import { requireUnblockedHashNow } from "@/lib/blocks/blocks";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { keepCrc32, readCrc32 } from "@/lib/products/bundles/crc32";
import { BUNDLE_MAX_FILES, BUNDLE_MIN_FILES, type BundledFile } from "@/lib/products/bundles/schema";
import type { Part } from "@/lib/products/bundles/write-version";
import { type FinishedUpload, findFinishedUpload } from "@/lib/products/files/attach-upload";

/** A file of a bundle that is being made: one that is here, or an upload that becomes one. */
export type Gathered = { kind: "file"; fileId: string } | { kind: "upload"; upload: FinishedUpload };

/**
 * Reads the files that somebody wants to sell together, as far as it can be done before the transaction: finished uploads, and
 * the CRC-32 of what has none yet.
 *
 * @throws AppError `invalid_bundle` for too few, too many, or one twice; `file_not_found` for a file of another seller too; those
 *   of `findFinishedUpload`, `file_unavailable`
 */
export async function gatherFiles(files: readonly BundledFile[], sellerId: string): Promise<Gathered[]> {
  requireNumber(files);
  const gathered: Gathered[] = [];
  for (const file of files) {
    if ("fileId" in file) {
      const { fileId } = file;
      const row = await db().file.findFirst({ where: { id: fileId, sellerId } });
      if (!row) throw new AppError("file_not_found", { members: { fileId } });
      const version = await db().fileVersion.findFirst({ where: { fileId, replacedAt: null } });
      if (version && !version.bundled && version.bytesGoneAt === null) await keepCrc32(version);
      gathered.push({ kind: "file", fileId });
    } else {
      const upload = await findFinishedUpload(file, sellerId);
      // Received by an earlier release.
      const crc32 = upload.crc32 ?? (await readCrc32(upload.storageKey));
      gathered.push({ kind: "upload", upload: { ...upload, crc32 } });
    }
  }
  return gathered;
}

function requireNumber(files: readonly BundledFile[]): void {
  const range = { min: BUNDLE_MIN_FILES, max: BUNDLE_MAX_FILES };
  if (files.length < BUNDLE_MIN_FILES || files.length > BUNDLE_MAX_FILES) {
    const detail = `A bundle has ${BUNDLE_MIN_FILES} to ${BUNDLE_MAX_FILES} files, and these are ${files.length}. Put more of them into one archive, and sell that.`;
    throw new AppError("invalid_bundle", { detail, members: { count: files.length, ...range } });
  }
  const ids = files.map((file) => ("fileId" in file ? file.fileId : file.uploadId));
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice === undefined) return;
  throw new AppError("invalid_bundle", { detail: "The same file is in it twice.", members: { twice } });
}

/**
 * The version of a file that is sold with others now. Inside the transaction that does so, which holds the file's row from here on.
 *
 * @throws AppError `file_not_found`, `file_removed`, `file_withheld`, `file_suspended`, `bytes_gone`, `hash_blocked`,
 *   `invalid_bundle` for a bundle
 */
export async function takePart(tx: Tx, fileId: string, sellerId: string, now: Date): Promise<Part> {
  await tx.file.updateMany({ where: { id: fileId, sellerId }, data: { updatedAt: now } });
  const file = await tx.file.findFirst({ where: { id: fileId, sellerId } });
  const refuse = (code: ConstructorParameters<typeof AppError>[0], detail?: string) =>
    new AppError(code, { detail, members: { fileId } });
  if (!file) throw refuse("file_not_found");
  if (file.withheldAt !== null) throw refuse("file_withheld");
  if (file.suspendedAt !== null) throw refuse("file_suspended");
  if (file.removedAt !== null) throw refuse("file_removed");
  const version = await tx.fileVersion.findFirst({ where: { fileId, replacedAt: null } });
  if (version?.bundled) throw refuse("invalid_bundle", `“${file.title}” is a bundle. Add its files instead.`);
  if (!version || version.bytesGoneAt !== null || file.storageEndsAt !== null) throw refuse("bytes_gone");
  await requireUnblockedHashNow(tx, version.sha256);
  // Replaced since it was looked at: nothing was changed, and the next attempt has its CRC-32.
  if (version.crc32 === null) throw refuse("server_busy");
  return version;
}
