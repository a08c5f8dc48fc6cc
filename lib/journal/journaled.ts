import "server-only";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import type { Entry, Line } from "./entries";
import { JournalFile } from "./journal-file";

/**
 * Makes a change that takes something away, and writes it to the journal first. If the database is lost, a restore repeats
 * the change. Without `JOURNAL_DIR` it only makes the change.
 *
 * The entry is on the disk before the change starts, so a crash may leave an extra entry but never loses one. An AppError
 * means that the change was refused, and withdraws the entry. After any other error the entry stays, since the change may
 * have been made.
 *
 * @param change one transaction. The caller makes all checks that need no writing before
 * @throws AppError `server_busy` when the journal cannot be written: nothing was changed; and what `change` throws
 */
export async function journaled<T>(entry: Exclude<Entry, { kind: "withdrawn" }>, now: Date, change: () => Promise<T>) {
  const folder = settings().journalDir;
  if (folder === null) return change();
  const id = newId();
  try {
    await append(folder, { id, at: now.toISOString(), entry });
  } catch (cause) {
    log.error(
      { err: cause, journalDir: folder },
      "The journal cannot be written: nothing is ended, refunded or removed, and no storage is sold.",
    );
    throw new AppError("server_busy", { cause, headers: { "Retry-After": "60" } });
  }
  try {
    return await change();
  } catch (error) {
    if (error instanceof AppError) await withdraw(folder, id, now);
    throw error;
  }
}

function append(folder: string, line: Line): Promise<void> {
  const file = perProcess(`journal:${folder}`, () => new JournalFile(folder));
  return file.append(JSON.stringify(line), new Date(line.at));
}

/** If this fails, the entry stays, and a restore repeats a change that was never made. */
async function withdraw(folder: string, entry: string, now: Date): Promise<void> {
  try {
    await append(folder, { id: newId(), at: now.toISOString(), entry: { kind: "withdrawn", entry } });
  } catch (err) {
    log.warn({ err, entry }, "An entry of the journal could not be withdrawn.");
  }
}
