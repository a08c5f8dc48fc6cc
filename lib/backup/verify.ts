import "server-only";
import { openSnapshot } from "@/lib/db/snapshot";
import { settings } from "@/lib/settings/settings";
import { BackupError } from "./backup-error";
import type { Finding } from "./findings";
import { findBackups, type Manifest, readManifest, type StoredFile } from "./manifest";
import { fileOf } from "./named-files";
import { openForReading } from "./open-folder";
import { toRow } from "./rows";
import { type FilesOptions, verifyBackupFiles, verifyShopFiles } from "./verify-files";
import { type Visitor, verifyRows } from "./verify-rows";

export type Verified = {
  /** Null: the shop itself. */
  backup: { name: string; shop: string; createdAt: Date; madeBy: string } | null;
  rows: number;
  files: number;
  bytes: number;
  findings: Finding[];
};

type VerifyOptions = FilesOptions & {
  /** Called with every row. */
  visit: Visitor;
};

/**
 * Verifies a backup: everything that its manifest names is there and unchanged, its rows form a database that this version
 * can use, and the bytes of each file are there. Writes nothing into the folder.
 *
 * @param name of the backup; null: the newest one
 * @throws BackupError when there is no such backup, or another process is deleting backups
 */
export async function verifyBackup(root: string, name: string | null, options: VerifyOptions): Promise<Verified> {
  const folder = openForReading(root);
  try {
    const names = await findBackups(folder);
    const wanted = name ?? names.at(-1);
    if (!wanted || !names.includes(wanted)) {
      throw new BackupError("not_a_backup", name ? `${root} has no backup ${name}.` : `${root} has no backup yet.`);
    }
    const paths = folder.backup(wanted);
    const manifest = await readManifest(paths);
    const seen = collect(options.visit);
    const ofRows = await verifyRows(paths, manifest, seen.visit);
    const ofFiles = await verifyBackupFiles(folder, { paths, manifest, named: seen.named }, options);
    return { backup: describe(wanted, manifest), ...seen.count(), findings: [...ofRows, ...ofFiles] };
  } finally {
    folder.release();
  }
}

/**
 * Verifies the shop of the settings as it is now: its database, and the bytes of each file that a row names.
 *
 * @throws SnapshotRefused, MigrationError
 */
export async function verifyShop(options: VerifyOptions): Promise<Verified> {
  const snapshot = await openSnapshot(settings().databaseUrl);
  const seen = collect(options.visit);
  let damage: string[];
  try {
    for (const table of snapshot.tables) {
      for (const values of snapshot.rows(table)) seen.visit(table.name, toRow(table, values));
    }
    damage = snapshot.check();
  } finally {
    snapshot.close();
  }
  const ofFiles = await verifyShopFiles(seen.named, options);
  const ofDatabase = damage.map((words): Finding => ({ code: "database_damaged", words }));
  return { backup: null, ...seen.count(), findings: [...ofDatabase, ...ofFiles] };
}

function collect(visit: Visitor) {
  const named: StoredFile[] = [];
  let rows = 0;
  return {
    named,
    visit(table: string, row: Parameters<Visitor>[1]) {
      rows += 1;
      const file = fileOf(table, row);
      if (file) named.push(file);
      visit(table, row);
    },
    count: () => ({ rows, files: named.length, bytes: named.reduce((sum, { size }) => sum + size, 0) }),
  };
}

function describe(name: string, { shop, createdAt, madeBy }: Manifest) {
  return { name, shop, createdAt: new Date(createdAt), madeBy };
}
