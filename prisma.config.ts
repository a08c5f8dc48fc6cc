import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "prisma/config";

// The models are written once; a provider adds its datasource and generator. Prisma wants both in one folder.
const provider = "sqlite";
const schema = join(import.meta.dirname, "generated", provider, "schema");
mkdirSync(schema, { recursive: true });
copyFileSync(join(import.meta.dirname, "prisma/models.prisma"), join(schema, "models.prisma"));
copyFileSync(join(import.meta.dirname, "prisma", provider, "provider.prisma"), join(schema, "provider.prisma"));

export default defineConfig({
  schema,
  migrations: { path: join(import.meta.dirname, "prisma", provider, "migrations") },
  datasource: { url: process.env.DATABASE_URL ?? "file:./data/filekiosk.db" },
});
