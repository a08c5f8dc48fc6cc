// npm run migrate: brings the database of the settings up to date. The app does the same when it starts.

import { migrate } from "../lib/db/migrate";
import { loadEnvFiles } from "./lib/env-file.mjs";
import { readSettingsOrExit } from "./lib/settings.mjs";

const settings = await readSettingsOrExit(loadEnvFiles());
try {
  const applied = await migrate(settings.databaseUrl);
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
