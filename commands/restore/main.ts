// npm run restore: puts a backup into an empty place, and lets the shop sell again once the operator says so.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@/commands/arguments";
import { ProgressLine } from "@/commands/progress-line";
import { BackupError } from "@/lib/backup/backup-error";
import { closeDb } from "@/lib/db/client";
import { findPending } from "@/lib/db/migrate";
import { allowFound, listFound } from "@/lib/restore/found/waiting";
import { RestoreRefused } from "@/lib/restore/refused";
import { type Restored, restoreBackup } from "@/lib/restore/restore-backup";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { settings } from "@/lib/settings/settings";
import { confirmRestore } from "./confirm";
import { type Options, readOptions, usage } from "./options";
import { describeRestored, describeWaiting } from "./report";

const root = join(import.meta.dirname, "..");

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(usage);
    return 0;
  }
  // Relative paths of settings count from here.
  process.chdir(root);
  loadEnvFiles(root);
  settings();
  switch (options.kind) {
    case "restore":
      return print(await restore(options), options, describeRestored);
    case "confirm":
      await requireShop();
      return confirmRestore(options);
    case "found":
      await requireShop();
      return print(await listFound(), options, describeWaiting);
    case "grant":
      await requireShop();
      return grant(options.id);
  }
}

/** Opening a database that is not there would make it. */
async function requireShop(): Promise<void> {
  const { databaseUrl } = settings();
  const path = databaseUrl.replace(/^file:/, "");
  if (!existsSync(path)) throw new UsageError(`There is no shop yet: ${path} does not exist.`);
  if ((await findPending(databaseUrl)).length > 0) throw new UsageError("Start this version of the shop once before.");
}

type Wanted<Kind extends Options["kind"]> = Extract<Options, { kind: Kind }>;

async function restore({ backup, json, ...wanted }: Wanted<"restore">): Promise<Restored> {
  const line = new ProgressLine(json ? null : process.stderr);
  try {
    return await restoreBackup(backup.root, backup.name, {
      ...wanted,
      now: new Date(),
      progress(what) {
        if (what.step === "rows") line.say(`Rows: ${what.table}`);
        else line.bytes(what.step === "files" ? "Files" : "Verifying", what.done, what.of);
      },
    });
  } finally {
    line.end();
  }
}

async function grant(id: string): Promise<number> {
  if (!(await allowFound(id, new Date()))) throw new UsageError(`No payment ${id} waits for you. --found lists them.`);
  console.log("Allowed: the payer’s signature now opens the file.");
  return 0;
}

function print<T>(value: T, { json }: Options, describe: (value: T) => string): number {
  console.log(json ? JSON.stringify(value, null, 2) : describe(value));
  return 0;
}

main()
  .catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof BackupError || error instanceof RestoreRefused ? error.code : "failed";
    if (process.argv.includes("--json")) console.log(JSON.stringify({ error: code, message }, null, 2));
    console.error(message);
    return 2;
  })
  .then(async (code) => {
    await closeDb().catch(() => {});
    // Connections to nodes that are kept for the next request would keep the program.
    process.exit(code);
  });
