import "server-only";
import { systemClock } from "@/lib/clock";
import { log } from "@/lib/log";
import { fileState } from "./file-state";
import { findFile } from "./find-file";

/**
 * The status of a file's page (RFC 9110, 15.5.11; RFC 7725): 410 while the operator has stopped the sale, 451 while nobody
 * may have the file. Any other page about a file is 200: it says in words what has become of the sale. Never throws, since
 * the page itself can still say what is wrong.
 */
export async function pageStatus(fileId: string): Promise<200 | 410 | 451> {
  const now = systemClock.now();
  try {
    const file = await findFile(fileId, now);
    const state = file && fileState(file, now);
    if (state === "withheld") return 451;
    return state === "suspended" ? 410 : 200;
  } catch (err) {
    log.error({ err, fileId }, "the status of a page could not be read");
    return 200;
  }
}
