// npm run verify: verifies a backup, or this shop. Changes nothing.

import { join } from "node:path";
import { UsageError } from "@/commands/arguments";
import { ProgressLine } from "@/commands/progress-line";
import { SeenTransfers } from "@/lib/backup/seen-transfers";
import { type Verified, verifyBackup, verifyShop } from "@/lib/backup/verify";
import { verifyChain } from "@/lib/backup/verify-chain";
import { DAY } from "@/lib/clock";
import { closeDb } from "@/lib/db/client";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { shop } from "@/lib/shop/shop";
import { type Options, readOptions, usage } from "./options";
import { describe, toJson } from "./report";

const root = join(import.meta.dirname, "..");

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  // Relative paths of settings count from here.
  process.chdir(root);
  loadEnvFiles(root);
  const began = new Date();
  const seen = new SeenTransfers(new Date(began.getTime() - options.days * DAY));
  const verified = await verify(options, seen);
  const at = verified.backup?.createdAt ?? began;
  const chain = options.chain ? await verifyChain(shop, seen, at) : null;
  console.log(options.json ? JSON.stringify(toJson(verified, chain), null, 2) : describe(verified, chain));
  process.exitCode = verified.findings.length + (chain?.findings.length ?? 0) > 0 ? 1 : 0;
}

async function verify({ backup, full, chain, json }: Options, seen: SeenTransfers): Promise<Verified> {
  const line = new ProgressLine(json ? null : process.stderr);
  const how = {
    full,
    progress: (done: number, of: number) => line.bytes("Files", done, of),
    visit: (table: string, row: Parameters<SeenTransfers["see"]>[1]) => {
      if (chain) seen.see(table, row);
    },
  };
  try {
    return backup ? await verifyBackup(backup.root, backup.name, how) : await verifyShop(how);
  } finally {
    line.end();
    await closeDb();
  }
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  if (process.argv.includes("--json")) console.log(JSON.stringify({ error: message }, null, 2));
  console.error(error instanceof UsageError ? message : `It could not be verified: ${message}`);
  process.exitCode = 2;
});
