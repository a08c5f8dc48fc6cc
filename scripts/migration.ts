// npm run migration -- <name>: writes the SQL that takes the database from the last migration to prisma/models.prisma.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrationsFolder } from "../lib/db/migration-files";
import { missingMigration } from "../lib/db/missing-migration";

const name = process.argv[2] ?? "";
if (!/^[a-z][a-z0-9_]{0,60}$/.test(name)) {
  console.error("Name the change in lower case, such as: npm run migration -- add_refunds");
  process.exit(1);
}
const sql = await missingMigration();
if (!sql) {
  console.log("Nothing to do: the migrations already make the tables of prisma/models.prisma.");
  process.exit(0);
}
const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const folder = join(process.cwd(), migrationsFolder, `${stamp}_${name}`);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "migration.sql"), sql);
console.log(`Wrote ${migrationsFolder}/${stamp}_${name}/migration.sql. Read it before you commit it:\n\n${sql}`);
