import "server-only";
import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { log } from "@/lib/log";
import { settings } from "@/lib/settings/settings";
import { beginJournal, readJournalId } from "./journal-id";

/**
 * Begins the journal if there is none. Checks at the start that it can be written, and says so if it would be lost together
 * with the database.
 *
 * @throws Error in words that an operator understands
 */
export async function checkJournal(): Promise<void> {
  const { journalDir, databaseUrl } = settings();
  if (journalDir === null) return;
  try {
    await mkdir(journalDir, { recursive: true, mode: 0o700 });
    await access(journalDir, constants.R_OK | constants.W_OK);
    await beginJournal(journalDir);
    await readJournalId(journalDir);
  } catch (cause) {
    throw new Error(
      `The journal cannot be written in ${journalDir} (JOURNAL_DIR): check that the folder may be written.`,
      {
        cause,
      },
    );
  }
  const [journal, database] = await Promise.all([stat(journalDir), stat(databaseUrl.replace(/^file:/, ""))]);
  if (journal.dev === database.dev) {
    log.warn({ journalDir }, "The journal is on the disk of the database: it would be lost with it.");
  }
}
