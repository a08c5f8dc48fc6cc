import "server-only";
import { cache } from "react";
import { systemClock } from "@/lib/clock";
import { readPreview } from "@/lib/previews/read-previews";
import { fileInfo } from "@/lib/products/files/file-info";
import { findFile } from "@/lib/products/files/find-file";
import { readLastDownload } from "@/lib/products/files/stored-until";

/** The head and the page need the same file: one database query. */
export const loadFile = cache(async (fileId: string) => {
  const now = systemClock.now();
  const file = await findFile(fileId, now);
  if (!file) return null;
  const [lastDownload, shown] = await Promise.all([readLastDownload(file, now), readPreview(file)]);
  return { file, info: fileInfo(file, now, lastDownload, shown), shown, now };
});
