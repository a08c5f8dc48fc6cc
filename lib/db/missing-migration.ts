import "server-only";

import { readMigrations, toMigrationList } from "./migration-files";
import { readDatamodels, withSchemaEngine } from "./schema-engine";

/** The SQL that the migrations lack to make the tables of `prisma/models.prisma`, or null when they agree. */
export async function missingMigration(): Promise<string | null> {
  const { exitCode, stdout } = await withSchemaEngine("file::memory:", (engine) =>
    engine.diff({
      from: { tag: "migrations", ...toMigrationList(readMigrations()) },
      to: { tag: "schemaDatamodel", files: readDatamodels() },
      script: true,
      // 2 when something is missing, as the `--exit-code` option of Prisma's command line.
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return exitCode === 0 ? null : stdout;
}
