import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { BundledFile } from "@/lib/products/bundles/schema";
import { fileUrl } from "@/lib/products/files/file-url";

/**
 * Passes an error on. Where an upload was used for a bundle before, such as by the same request whose response was lost, its
 * seller is told which bundle.
 */
export async function nameBundleOfUpload(
  error: unknown,
  files: readonly BundledFile[],
  sellerId: string,
): Promise<never> {
  if (!(error instanceof AppError) || error.code !== "upload_already_used") throw error;
  const ids = files.flatMap((file) => ("uploadId" in file ? file.uploadId : []));
  const uploads = await db().upload.findMany({ where: { id: { in: ids }, sellerId }, select: { fileId: true } });
  const fileIds = uploads.flatMap(({ fileId }) => fileId ?? []);
  const member = await db().bundleMember.findFirst({ where: { fileId: { in: fileIds } }, select: { bundleId: true } });
  if (!member) throw error;
  const { bundleId: fileId } = member;
  throw new AppError("upload_already_used", { members: { fileId, url: fileUrl(fileId) } });
}
