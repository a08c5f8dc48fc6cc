// npm run operator: what operators do on the page /operator, from the shop's machine.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@/commands/arguments";
import { closeDb } from "@/lib/db/client";
import { findPending } from "@/lib/db/migrate";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { withoutUrls } from "@/lib/payment-methods/evm/chain/safe-error";
import { loadEpoch } from "@/lib/restoration/epoch";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { settings } from "@/lib/settings/settings";
import { run } from "./commands";
import { readOptions } from "./options";
import { asLines } from "./print";
import { usage } from "./usage";

const root = join(import.meta.dirname, "..");

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  // Relative paths of settings count from here.
  process.chdir(root);
  loadEnvFiles(root);
  log.level = "silent";
  await requireDatabase();
  try {
    await loadEpoch();
    const answer = await run(options, new Date());
    if (!answer) return;
    console.log(options.flags.json ? JSON.stringify(answer.json, null, 2) : asLines(answer.text));
  } finally {
    await closeDb();
  }
}

/** Opening one that is not there would make it. */
async function requireDatabase(): Promise<void> {
  const { databaseUrl } = settings();
  const path = databaseUrl.replace(/^file:/, "");
  if (!existsSync(path)) throw new UsageError(`There is no database at ${path}. Is this the shop's machine?`);
  if ((await findPending(databaseUrl)).length > 0) {
    throw new UsageError("The database is of an earlier version. Start the shop once, or run: npm run migrate");
  }
}

main().then(
  // Connections that are kept for the next request would keep the program.
  () => process.exit(0),
  (error: unknown) => {
    const refused = error instanceof AppError;
    const words = withoutUrls(error instanceof Error ? error.message : String(error));
    if (process.argv.includes("--json")) {
      console.log(JSON.stringify({ error: words, ...(refused ? { code: error.code } : {}) }, null, 2));
    }
    console.error(refused ? `${words} (${error.code})` : error instanceof UsageError ? words : `It failed: ${words}`);
    process.exit(refused ? 1 : 2);
  },
);
