import "server-only";
import { cache } from "react";
import { systemClock } from "@/lib/clock";
import { readPreview } from "@/lib/previews/read-previews";
import { fileInfo } from "@/lib/products/files/file-info";
import { type FileForSale, findFile } from "@/lib/products/files/find-file";
import { readLastDownload } from "@/lib/products/files/stored-until";

/** The head and the page need the same file: one database query. */
export const loadFile = cache(async (fileId: string) => {
  const now = systemClock.now();
  const file = await findFile(fileId, now);
  return file && showFile(file, now);
});

/** A file with everything that its page shows. */
export async function showFile(file: FileForSale, now: Date) {
  const [lastDownload, shown] = await Promise.all([readLastDownload(file, now), readPreview(file)]);
  return { file, info: fileInfo(file, now, lastDownload, shown), shown, now };
}

export type LoadedFile = Awaited<ReturnType<typeof showFile>>;
