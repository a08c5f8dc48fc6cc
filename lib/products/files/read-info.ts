import "server-only";
import { AppError } from "@/lib/errors";
import { readPreview } from "@/lib/previews/read-previews";
import { fileInfo } from "./file-info";
import { findFile } from "./find-file";
import type { FileInfo } from "./schema";
import { readLastDownload } from "./stored-until";

/**
 * The public facts of a file, for anybody.
 *
 * @throws AppError `file_not_found`; `file_removed` for one that its seller deleted
 */
export async function readInfo(fileId: string, now: Date): Promise<FileInfo> {
  const file = await findFile(fileId, now);
  if (!file) throw new AppError("file_not_found");
  if (file.removedAt !== null) throw new AppError("file_removed");
  return fileInfo(file, now, await readLastDownload(file, now), await readPreview(file));
}
