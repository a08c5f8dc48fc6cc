import "server-only";
import { readPreview } from "@/lib/previews/read-previews";
import type { Preview } from "@/lib/previews/schema";
import { type FileForSale, findFile } from "./find-file";

/** The picture beside a file's title on other pages; null where there is none, and for a file that the operator closed. */
export async function publicPreview(
  file: Pick<FileForSale, "id" | "removedAt" | "withheldAt" | "showing" | "version">,
): Promise<Preview | null> {
  return file.withheldAt === null ? (await readPreview(file)).preview : null;
}

/** The same by the file's id; null also for an unknown one. */
export async function readPublicPreview(fileId: string, now: Date): Promise<Preview | null> {
  const file = await findFile(fileId, now);
  return file && publicPreview(file);
}
