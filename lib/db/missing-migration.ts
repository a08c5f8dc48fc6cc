import "server-only";

import { readMigrations, toMigrationList } from "./migration-files";
import { readDatamodels, withSchemaEngine } from "./schema-engine";

/** The SQL that the migrations lack to make the tables of the data model, or null when they agree. */
export async function missingMigration(datamodels = readDatamodels()): Promise<string | null> {
  const { exitCode, stdout } = await withSchemaEngine("file::memory:", (engine) =>
    engine.diff({
      from: { tag: "migrations", ...toMigrationList(readMigrations()) },
      to: { tag: "schemaDatamodel", files: datamodels },
      script: true,
      // 2 when something is missing, as the `--exit-code` option of Prisma's command line.
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return exitCode === 0 ? null : stdout;
}
