import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { findSample } from "@/lib/previews/chosen/keep-sample";
import { findFile } from "./find-file";

/**
 * The sample of a file, for everybody.
 *
 * @throws AppError `file_not_found`, `file_withheld`, `file_removed`; `no_preview` when there is none
 */
export async function openSample(fileId: string, now: Date) {
  const file = await findFile(fileId, now);
  if (!file) throw new AppError("file_not_found");
  if (file.withheldAt) throw new AppError("file_withheld");
  if (file.removedAt) throw new AppError("file_removed");
  const sample = await findSample(db(), fileId);
  if (!sample) throw new AppError("no_preview");
  return sample;
}
