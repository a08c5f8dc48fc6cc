import "server-only";
import { DAY } from "@/lib/clock";
import { storesFree } from "@/lib/quota/stores-free";
import { settings } from "@/lib/settings/settings";
import { fileState } from "./file-state";
import type { FileForSale } from "./find-file";
import { type LastDownload, storedUntil } from "./stored-until";

const stopped = new Set(["removed", "withheld", "suspended"]);

/**
 * Whether a page may offer to pay for keeping a file longer. `readExtension` decides, when somebody does.
 *
 * @param lastDownload of the live grants that open the current version
 */
export function mayExtend(
  file: FileForSale,
  lastDownload: LastDownload,
  reader: "anybody" | "seller",
  now: Date,
): boolean {
  const { storage } = settings();
  // A bundle stores nothing of its own: its files are kept longer.
  if (
    storage === null ||
    file.version.bundled ||
    file.version.bytesGoneAt !== null ||
    stopped.has(fileState(file, now))
  )
    return false;
  if (file.onlySellerExtends && reader === "anybody") return false;
  const cap = now.getTime() + storage.maxDays * DAY;
  const last = file.storageEndsAt === null ? cap : Math.min(cap, file.storageEndsAt.getTime());
  if (file.keptUntil !== null) return file.keptUntil.getTime() + DAY <= last;
  if (storesFree(file.seller) || file.terms.downloadDays === null) return false;
  // What was promised is paid for at once, or not at all.
  const promised = storedUntil(file, lastDownload);
  return promised !== null && promised.getTime() <= cap;
}
