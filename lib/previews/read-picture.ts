import "server-only";
import { buffer } from "node:stream/consumers";
import { storage } from "@/lib/storage/storage";
import type { PictureRow } from "./picture";

/**
 * The bytes of a stored picture: small enough to be held in memory.
 *
 * @throws AppError `file_unavailable` when they cannot be read
 */
export async function readPicture({ storageKey }: Pick<PictureRow, "storageKey">): Promise<Buffer> {
  return buffer(await storage().open(storageKey));
}
