// npm run privacy: exports or erases what the shop stores about one wallet.

import { join } from "node:path";
import { UsageError } from "@/commands/arguments";
import { askYes } from "@/commands/ask-yes";
import { closeDb } from "@/lib/db/client";
import { eraseBuyer, eraseSeller } from "@/lib/privacy/erase";
import { exportBuyer, exportSeller } from "@/lib/privacy/export";
import { findSellerId } from "@/lib/privacy/find-seller";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { type Options, readOptions, usage } from "./options";

const root = join(import.meta.dirname, "..");

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  // Relative paths of settings count from here.
  process.chdir(root);
  loadEnvFiles(root);
  try {
    await run(options);
  } finally {
    await closeDb();
  }
}

async function run(options: Options): Promise<void> {
  const { act, of, address, chainId, yes } = options;
  const now = new Date();
  const buyer = { address, chainId };
  const sellerId = of === "seller" ? await findSellerId(buyer) : null;
  if (of === "seller" && sellerId === null) return refuse("There is no such seller.");
  if (act === "export") {
    const pieces = sellerId === null ? await exportBuyer(buyer, now) : await exportSeller(sellerId, now);
    for await (const piece of pieces) process.stdout.write(piece);
    return;
  }
  if (!yes && !(await askYes(`Erase the personal data of ${of} ${address}? This cannot be undone.`))) {
    return refuse("Nothing was erased.");
  }
  const by = { kind: "command-line" } as const;
  await (sellerId === null ? eraseBuyer(buyer, by, now) : eraseSeller(sellerId, by, now));
  console.log("Erased. Sales, refunds and buyers' access stay.");
}

function refuse(words: string): void {
  console.error(words);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof UsageError ? message : `It failed: ${message}`);
  process.exitCode = 2;
});
