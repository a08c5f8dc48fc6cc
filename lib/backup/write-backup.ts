import "server-only";
import { mkdir, rm } from "node:fs/promises";
import { openSnapshot } from "@/lib/db/snapshot";
import { syncPath } from "@/lib/disk";
import { readJournalId } from "@/lib/journal/journal-id";
import { settings } from "@/lib/settings/settings";
import { type CopiedFiles, copyFiles } from "./copy-files";
import { dumpTables } from "./dump-tables";
import type { Keep } from "./keep";
import { type BackupPaths, nameOf } from "./layout";
import { FORMAT, listFolder, type Manifest } from "./manifest";
import { type HeldFolder, openForWriting } from "./open-folder";
import { type Pruned, prune } from "./prune";
import { writeRows } from "./rows";
import { secretName } from "./secret-name";
import { writeText } from "./write-durably";

/** Progress of a backup. */
export type Progress =
  | { step: "table"; table: string; rows: number }
  | { step: "bytes"; done: number; of: number }
  | { step: "written"; name: string };

/** A complete backup. */
export type Written = {
  name: string;
  folder: string;
  rows: number;
  files: { all: number; bytes: number; copied: CopiedFiles["copied"] };
  goneSince: string[];
  /** Files that are missing or damaged in the shop, and so in the backup. */
  faults: CopiedFiles["faults"];
  /** Null if there was nothing to delete, or another process is reading. */
  pruned: Pruned | null;
  /** Why old backups could not be deleted. */
  pruneProblem: string | null;
};

type WriteOptions = { now: Date; madeBy: string; keep?: Keep; progress?: (what: Progress) => void };

/**
 * Writes a backup of this shop while it keeps selling: first a snapshot of the database, then the files that it names, and
 * last the manifest. Without a manifest there is no backup: after a failure or a crash, the next run removes what is left.
 *
 * @param root the folder of backups, absolute
 * @param options.madeBy this version of the program
 * @param options.keep which old backups to keep; all of them by default
 * @throws BackupError, SnapshotRefused, MigrationError; Error of the file system
 */
export async function writeBackup(
  root: string,
  { now, madeBy, keep, progress = () => {} }: WriteOptions,
): Promise<Written> {
  const folder = await openForWriting(root);
  try {
    const paths = folder.backup(nameOf(now, await listFolder(folder.backups)));
    const written = await write(folder, paths, { now, madeBy, progress }).catch(async (error: unknown) => {
      await rm(paths.folder, { recursive: true, force: true });
      throw error;
    });
    progress({ step: "written", name: paths.name });
    const shop = settings().appUrl;
    return { ...written, ...(await pruneIfAsked(folder, paths.name, { keep, shop, now })) };
  } finally {
    folder.release();
  }
}

/** An error here does not affect the new backup, which is complete. */
async function pruneIfAsked(
  folder: HeldFolder,
  latest: string,
  { keep, ...rest }: { keep: Keep | undefined; shop: string; now: Date },
): Promise<Pick<Written, "pruned" | "pruneProblem">> {
  try {
    return { pruned: keep ? await prune(folder, latest, { keep, ...rest }) : null, pruneProblem: null };
  } catch (error) {
    return { pruned: null, pruneProblem: (error as Error).message };
  }
}

type Writing = { now: Date; madeBy: string; progress: (what: Progress) => void };

async function write(
  folder: HeldFolder,
  paths: BackupPaths,
  { now, madeBy, progress }: Writing,
): Promise<Omit<Written, "pruned" | "pruneProblem">> {
  await mkdir(paths.tables, { recursive: true, mode: 0o700 });
  const { named, database } = await writeDatabase(paths, progress);
  const { stored, copied, ...lacking } = await copyFiles(folder, named, (done, of) =>
    progress({ step: "bytes", done, of }),
  );
  const bytes = stored.reduce((sum, { size }) => sum + size, 0);
  const files = { ...(await writeRows(paths.files, stored)), bytes };
  for (const path of [paths.tables, paths.folder, folder.backups]) await syncPath(path);
  const manifest: Manifest = {
    format: "filekiosk-backup",
    version: FORMAT,
    shop: settings().appUrl,
    createdAt: now.toISOString(),
    madeBy,
    secret: secretName(),
    journal: await findJournalId(),
    database,
    files,
    ...lacking,
  };
  await writeText(paths.manifest, `${JSON.stringify(manifest, null, 1)}\n`);
  const rows = database.tables.reduce((sum, table) => sum + table.rows, 0);
  return { name: paths.name, folder: paths.folder, rows, files: { all: stored.length, bytes, copied }, ...lacking };
}

/** A journal that cannot be read is no reason to go without a backup: restoring it then needs `--without-journal`. */
async function findJournalId(): Promise<string | null> {
  const { journalDir } = settings();
  return journalDir && (await readJournalId(journalDir).catch(() => null));
}

async function writeDatabase(paths: BackupPaths, progress: Writing["progress"]) {
  const snapshot = await openSnapshot(settings().databaseUrl);
  try {
    const { provider, migrations } = snapshot;
    const { tables, files } = await dumpTables(snapshot, paths, (table, rows) =>
      progress({ step: "table", table, rows }),
    );
    return { named: files, database: { provider, migrations: [...migrations], tables } };
  } finally {
    snapshot.close();
  }
}
