import "server-only";
import { AppError } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";
import { storage } from "@/lib/storage/storage";
import { freeForParts } from "./upload-file";

/** Bytes free on the disks that an upload goes through. */
export async function freeSpace(): Promise<number> {
  return Math.min(await freeForParts(), (await storage().freeSpace()) ?? Number.POSITIVE_INFINITY);
}

/**
 * Refuses a part that cannot fit, before its first byte: other things write to the disk too, the ledger above all.
 *
 * @param bytes still to come
 * @throws AppError `disk_full`
 */
export async function checkRoomForPart(bytes: number): Promise<void> {
  if ((await freeSpace()) - bytes < settings().minFreeSpace) throw new AppError("disk_full");
}
