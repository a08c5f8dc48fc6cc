import "server-only";
import { dirname } from "node:path";
import { BackupError } from "@/lib/backup/backup-error";
import type { Finding } from "@/lib/backup/findings";
import { type Layout, layoutOf } from "@/lib/backup/layout";
import { type Manifest, readManifest, type StoredFile } from "@/lib/backup/manifest";
import { fileOf } from "@/lib/backup/named-files";
import { openForReading } from "@/lib/backup/open-folder";
import { verifyBackup } from "@/lib/backup/verify";
import { verifyRows } from "@/lib/backup/verify-rows";
import { openNewDatabase } from "@/lib/db/new-database";
import { settings } from "@/lib/settings/settings";
import { findJournal, readWhatThereIs, requireSameShop, type Wanted } from "./check-source";
import { copyBytes, requireRoom } from "./copy-bytes";
import { RestoreRefused } from "./refused";
import { type Replayed, settleIn } from "./settle-in";
import { beginTarget, finishTarget, type Target, withTarget } from "./target";

export type RestoreOptions = Wanted & {
  now: Date;
  progress?: (
    what: { step: "verifying" | "files"; done: number; of: number } | { step: "rows"; table: string },
  ) => void;
};

export type Restored = {
  backup: string;
  /** When it was written. */
  createdAt: Date;
  rows: number;
  files: number;
  bytes: number;
  /** Entries of the journal that were repeated; null without a journal. */
  replayed: Replayed | null;
};

/**
 * Restores a backup into the empty place that the settings name. Nothing is written before it is certain that the backup can
 * be restored, and there is no shop before its last step. The shop then neither sells nor sends until `confirmRestore`.
 *
 * @param root a folder of backups, and `name` one of them (null: the newest)
 * @throws RestoreRefused, BackupError: there is still no shop
 */
export async function restoreBackup(root: string, name: string | null, options: RestoreOptions): Promise<Restored> {
  return withTarget(settings().databaseUrl, async (target) => {
    const folder = openForReading(root);
    try {
      const checked = await check(root, name, options);
      await requireRoom(dirname(target.database), checked.files, checked.rowBytes);
      await beginTarget(target);
      return await write(folder, target, checked, options);
    } finally {
      folder.release();
    }
  });
}

type Checked = {
  name: string;
  manifest: Manifest;
  /** Compressed. */
  rowBytes: number;
  rows: number;
  /** Those that the backup has. */
  files: StoredFile[];
};

/** All reasons to refuse, before anything is written. The hashes of files are compared while they are copied. */
async function check(root: string, wantedName: string | null, options: RestoreOptions): Promise<Checked> {
  const named: StoredFile[] = [];
  const { backup, rows, findings } = await verifyBackup(root, wantedName, {
    full: false,
    progress: (done, of) => options.progress?.({ step: "verifying", done, of }),
    visit(table, row) {
      const file = fileOf(table, row);
      if (file) named.push(file);
    },
  });
  if (!backup) throw new BackupError("not_a_backup", `${root} has no backup.`);
  requireWhole(findings);
  const manifest = await readManifest(layoutOf(root).backup(backup.name));
  requireSameShop(manifest, options);
  await findJournal(manifest, options);
  const lacking = new Set([...manifest.goneSince, ...manifest.faults.map(({ storageKey }) => storageKey)]);
  const files = named.filter(({ storageKey }) => !lacking.has(storageKey));
  const rowBytes = manifest.database.tables.reduce((sum, { size }) => sum + size, 0);
  return { name: backup.name, manifest, rowBytes, rows, files };
}

/** What the shop itself had lost is no reason not to restore the rest. */
function requireWhole(findings: readonly Finding[]): void {
  const [first, ...more] = findings.filter(({ code }) => code !== "missing_in_shop");
  if (!first) return;
  const code = first.code === "newer_version" ? "newer_version" : "damaged";
  const rest = more.length > 0 ? ` And ${more.length} more: npm run verify lists them.` : "";
  throw new RestoreRefused(code, `The backup cannot be restored. ${first.code}: ${first.words}${rest}`);
}

async function write(source: Layout, target: Target, checked: Checked, options: RestoreOptions): Promise<Restored> {
  const { name, manifest, rows, files } = checked;
  const { now, progress = () => {} } = options;
  await copyBytes(source, target, files, (done, of) => progress({ step: "files", done, of }));
  const visit = (table: string) => progress({ step: "rows", table });
  requireWhole(
    await verifyRows(source.backup(name), manifest, visit, (migrations) => openNewDatabase(target.fresh, migrations)),
  );
  const journal = await findJournal(manifest, options);
  const lines = journal?.lines ?? (await readWhatThereIs(options));
  const replayed = await settleIn(`file:${target.fresh}`, { name, manifest, lines, hasJournal: journal !== null, now });
  await finishTarget(target);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const createdAt = new Date(manifest.createdAt);
  return { backup: name, createdAt, rows, files: files.length, bytes, replayed: journal && replayed };
}
