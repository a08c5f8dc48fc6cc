// npm run backup: writes a backup of this shop while it sells.

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "@/commands/arguments";
import { ProgressLine } from "@/commands/progress-line";
import { BackupError } from "@/lib/backup/backup-error";
import { type Written, writeBackup } from "@/lib/backup/write-backup";
import { closeDb } from "@/lib/db/client";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { settings } from "@/lib/settings/settings";
import { version } from "@/package.json";
import { type Options, readOptions, usage } from "./options";
import { describe, toJson } from "./report";

const root = join(import.meta.dirname, "..");

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  // Relative paths of settings count from here.
  process.chdir(root);
  loadEnvFiles(root);
  const folder = options.to ?? settings().backupDir;
  const written = await write(folder, options);
  if (options.json) return console.log(JSON.stringify(toJson(written), null, 2));
  console.log(describe(written));
  if (await isOnOneDisk(folder, settings().dataDir)) {
    console.error(
      "The backup is on the disk of the shop: copy it to another one, or name one with BACKUP_DIR or --to.",
    );
  }
}

async function write(folder: string, { keep, json }: Options): Promise<Written> {
  const line = new ProgressLine(json ? null : process.stderr);
  try {
    const written = await writeBackup(folder, {
      now: new Date(),
      madeBy: version,
      ...(keep && { keep }),
      progress: (what) => {
        if (what.step === "table") line.say(`Database: ${what.table}, ${what.rows} rows`);
        if (what.step === "bytes") line.bytes("Files", what.done, what.of);
      },
    });
    process.exitCode = written.faults.length > 0 || written.pruneProblem ? 1 : 0;
    return written;
  } finally {
    line.end();
    await closeDb();
  }
}

async function isOnOneDisk(one: string, other: string): Promise<boolean> {
  return (await stat(one)).dev === (await stat(other)).dev;
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof BackupError ? error.code : String((error as { code?: unknown }).code ?? "failed");
  if (process.argv.includes("--json")) console.log(JSON.stringify({ error: code, message }, null, 2));
  console.error(error instanceof UsageError ? message : `No backup was written: ${message}`);
  process.exitCode = 2;
});
