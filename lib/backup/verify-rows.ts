import "server-only";
import { readMigrations } from "@/lib/db/migration-files";
import { openRehearsal, type Rehearsal } from "@/lib/db/rehearsal";
import type { TableShape } from "@/lib/db/tables";
import type { Finding } from "./findings";
import type { BackupPaths } from "./layout";
import type { Manifest } from "./manifest";
import { type Row, RowsDamaged, readRows, toValues, UnfitValue } from "./rows";

/** Called with every row that can be read. */
export type Visitor = (table: string, row: Row) => void;

type TableDump = Manifest["database"]["tables"][number];

/**
 * Reads every row of a backup and inserts it into an empty database that has the migrations of the backup. Then the later
 * migrations are applied. A backup that passes can be restored by this version.
 *
 * @param open makes that database; it disappears unless told otherwise
 */
export async function verifyRows(
  paths: BackupPaths,
  manifest: Manifest,
  visit: Visitor,
  open: (migrations: string[]) => Rehearsal | Promise<Rehearsal> = openRehearsal,
): Promise<Finding[]> {
  const strange = findStrangeMigration(manifest);
  const rehearsal = strange ? null : await open(manifest.database.migrations.map(({ name }) => name));
  try {
    const findings: Finding[] = strange ? [strange] : [];
    for (const table of manifest.database.tables) findings.push(...(await verifyTable(paths, table, rehearsal, visit)));
    if (rehearsal) findings.push(...(await finish(rehearsal, manifest.database.tables)));
    return findings;
  } finally {
    rehearsal?.close();
  }
}

function findStrangeMigration({ madeBy, database }: Manifest): Finding | null {
  const known = new Map(readMigrations().map(({ name, checksum }) => [name, checksum]));
  const strange = database.migrations.find(({ name, checksum }) => known.get(name) !== checksum);
  if (!strange) return null;
  return {
    code: "newer_version",
    words: `It was made by version ${madeBy}, whose migration ${strange.name} this version does not have. Restore it with that version, or a newer one.`,
  };
}

async function verifyTable(
  paths: BackupPaths,
  dump: TableDump,
  rehearsal: Rehearsal | null,
  visit: Visitor,
): Promise<Finding[]> {
  const { name, columns } = dump;
  const table: TableShape = { name, columns };
  try {
    const insert = rehearsal?.tables.includes(name) ? rehearsal.insert(table) : null;
    for await (const line of readRows(paths.table(name), dump)) {
      const row = line as Row;
      const values = toValues(table, row);
      insert?.(values);
      visit(name, row);
    }
    return [];
  } catch (error) {
    if (error instanceof RowsDamaged) return [{ code: "rows_damaged", words: error.message }];
    const { message } = error as Error;
    // The table rejected a column or a row.
    if (error instanceof UnfitValue || rehearsal) return [{ code: "database_damaged", words: `${name}: ${message}` }];
    throw error;
  }
}

async function finish(rehearsal: Rehearsal, dumps: readonly TableDump[]): Promise<Finding[]> {
  const names = dumps.map(({ name }) => name);
  const lost = rehearsal.tables.filter((name) => !names.includes(name));
  const strange = names.filter((name) => !rehearsal.tables.includes(name));
  const words = [
    ...lost.map((name) => `The table ${name} is missing.`),
    ...strange.map((name) => `The table ${name} is none of its version.`),
    ...(await rehearsal.finish()),
  ];
  return words.map((one) => ({ code: "database_damaged", words: one }));
}
