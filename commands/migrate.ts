import { join } from "node:path";
import { migrate } from "@/lib/db/migrate";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { readSettingsOrExit } from "@/lib/settings/read-at-start";

/** `npm run migrate`: brings the database of the settings up to date. The app does the same when it starts. */

const root = join(import.meta.dirname, "..");
process.chdir(root);
const settings = readSettingsOrExit(root, loadEnvFiles(root));
try {
  const applied = await migrate(settings.databaseUrl);
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
