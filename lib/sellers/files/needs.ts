import "server-only";
import { DAY } from "@/lib/clock";
import { fileState, saleEndsAt, storageEnding } from "@/lib/products/files/file-state";
import { readLastDownload, storedForSale, storedUntil } from "@/lib/products/files/stored-until";
import type { ListedRow } from "./read-listed";
import type { FileNeed } from "./schema";

const ENDS_SOON = 3 * DAY;
const DELETED_SOON = 10 * DAY;

/**
 * What about a file waits for its seller, most urgent first.
 *
 * @returns of files whose bytes may be deleted soon, a promise: whether a buyer still keeps them is looked up
 */
export function needsOf(row: ListedRow, now: Date): FileNeed[] | Promise<FileNeed[]> {
  const state = fileState(row, now);
  const isSoon = (date: Date | null, within: number) => date !== null && date.getTime() - now.getTime() < within;
  if (state === "withheld" || state === "suspended") return [state];
  if (row.version.bytesGoneAt !== null) return [];
  if (row.keptUntil !== null) {
    if (storageEnding(row)?.why === "ended") return ["operator-ends"];
    if (isSoon(row.keptUntil, DELETED_SOON)) return ["kept-soon"];
  } else if (state === "ended") {
    return isSoon(storedForSale(row), DELETED_SOON) ? deletedSoon(row, now) : [];
  }
  return state === "on-sale" && isSoon(saleEndsAt(row), ENDS_SOON) ? ["ends-soon"] : [];
}

/** Unless a buyer may still download it. */
async function deletedSoon(row: ListedRow, now: Date): Promise<FileNeed[]> {
  const until = storedUntil(row, await readLastDownload(row, now));
  return until !== null && until.getTime() - now.getTime() < DELETED_SOON ? ["deleted-soon"] : [];
}
