import "server-only";
import type { Manifest } from "@/lib/backup/manifest";
import { secretName } from "@/lib/backup/secret-name";
import { readJournalId } from "@/lib/journal/journal-id";
import { type Journal, readJournal } from "@/lib/journal/read-journal";
import { settings } from "@/lib/settings/settings";
import { RestoreRefused } from "./refused";

export type Wanted = {
  /** The origin of the backup's shop, if the settings have another one on purpose. */
  shop: string | null;
  /** SESSION_SECRETs that the shop had before. */
  secrets: readonly string[];
  /** The folder of the journal; null: that of the settings. */
  journal: string | null;
  withoutJournal: boolean;
};

/** @throws RestoreRefused when the settings are of another shop, or lack a secret that the shop had */
export function requireSameShop({ shop, secret }: Manifest, wanted: Wanted): void {
  const { appUrl, oldSessionSecrets } = settings();
  if (shop !== appUrl && shop !== wanted.shop) {
    throw new RestoreRefused(
      "other_shop",
      `This is a backup of ${shop}, and APP_URL is ${appUrl}. If the shop has moved, repeat its old address: --shop ${shop}`,
    );
  }
  if ([undefined, ...oldSessionSecrets, ...wanted.secrets].some((one) => secretName(one) === secret)) return;
  throw new RestoreRefused(
    "other_secret",
    "SESSION_SECRET is not the one that the shop had. Without that one, sales made since the backup cannot be recognised " +
      "on the chain. Set it again, or name a file that has it with --secret-file.",
  );
}

/**
 * Reads the journal that the backup names.
 *
 * @returns null without one; what can be read is replayed all the same (`readWhatThereIs`)
 * @throws RestoreRefused `no_journal`, `damaged_journal`, unless the operator goes without
 */
export async function findJournal(manifest: Manifest, { journal, withoutJournal }: Wanted): Promise<Journal | null> {
  const folder = journal ?? settings().journalDir;
  if (folder === null || !(await isJournalOf(manifest, folder))) {
    if (withoutJournal) return null;
    throw new RestoreRefused("no_journal", `${whyNot(folder, manifest)} ${consequences}`);
  }
  const read = await readJournal(folder);
  if (read.damaged.length === 0) return read;
  if (withoutJournal) return null;
  const [first] = read.damaged;
  throw new RestoreRefused(
    "damaged_journal",
    `The journal in ${folder} is damaged (${first}), so nobody knows all that was taken away. ${consequences}`,
  );
}

async function isJournalOf({ journal }: Manifest, folder: string): Promise<boolean> {
  return journal !== null && (await readJournalId(folder).catch(() => null)) === journal;
}

function whyNot(folder: string | null, { journal }: Manifest): string {
  if (journal === null) return "The shop had no journal when this backup was written.";
  if (folder === null) return "The shop had a journal: name its folder with JOURNAL_DIR, or with --journal.";
  return `${folder} is not the journal that the shop had when this backup was written.`;
}

const consequences =
  "With --without-journal the backup is restored anyway, cautiously: recovery links and gift links end (buyers come back " +
  "by their wallet's signature), sellers confirm their payout address before they sell, and files with open complaints are " +
  "paused. Payout addresses and files that were removed since the backup come back.";

/** The readable entries of a journal that cannot be relied on. Each of them takes something away, so it does no harm. */
export async function readWhatThereIs({ journal }: Pick<Wanted, "journal">): Promise<Journal["lines"]> {
  const folder = journal ?? settings().journalDir;
  return folder === null ? [] : (await readJournal(folder).catch(() => ({ lines: [] }))).lines;
}
