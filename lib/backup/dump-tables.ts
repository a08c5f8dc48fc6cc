import "server-only";
import type { Snapshot } from "@/lib/db/snapshot";
import type { TableShape } from "@/lib/db/tables";
import type { BackupPaths } from "./layout";
import type { Manifest, StoredFile } from "./manifest";
import { fileOf } from "./named-files";
import { type Row, toRow, writeRows } from "./rows";

type TableDump = Manifest["database"]["tables"][number];

/**
 * Writes each table of a snapshot into its file.
 *
 * @param written called after each table
 * @returns the tables' entries in the manifest, and the stored files that the rows name
 * @throws UnfitValue
 */
export async function dumpTables(
  snapshot: Snapshot,
  paths: BackupPaths,
  written: (table: string, rows: number) => void,
): Promise<{ tables: TableDump[]; files: StoredFile[] }> {
  const tables: TableDump[] = [];
  const files: StoredFile[] = [];
  for (const table of snapshot.tables) {
    const dump = await writeRows(paths.table(table.name), rowsOf(snapshot, table, files));
    tables.push({ ...table, ...dump });
    written(table.name, dump.rows);
  }
  return { tables, files };
}

function* rowsOf(snapshot: Snapshot, table: TableShape, files: StoredFile[]): Iterable<Row> {
  for (const values of snapshot.rows(table)) {
    const row = toRow(table, values);
    const file = fileOf(table.name, row);
    if (file) files.push(file);
    yield row;
  }
}
