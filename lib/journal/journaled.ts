import "server-only";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import type { Entry, Line } from "./entries";
import { JournalFile } from "./journal-file";

/**
 * Makes a change that takes something away, and has it in the journal before: if the database is lost, a restore takes
 * it away again. Without a journal (`JOURNAL_DIR`) it only makes the change.
 *
 * The entry is on the disk before the change begins, so a crash leaves an entry too many, never one too few. A refusal
 * (AppError) withdraws the entry: nothing was changed. Any other error leaves it, since the change may have been made.
 *
 * @param change one transaction; what can be refused without writing is to be refused before
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
      "The journal cannot be written: nothing is ended, refunded or removed.",
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

/** If it fails the entry stays: a restore then takes away a little more than was taken away. */
async function withdraw(folder: string, entry: string, now: Date): Promise<void> {
  try {
    await append(folder, { id: newId(), at: now.toISOString(), entry: { kind: "withdrawn", entry } });
  } catch (err) {
    log.warn({ err, entry }, "An entry of the journal could not be withdrawn.");
  }
}
