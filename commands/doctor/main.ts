// npm run doctor: says what is wrong with this shop, and what to do about it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@/commands/arguments";
import { askYes } from "@/commands/ask-yes";
import { closeDb } from "@/lib/db/client";
import { examine, WrongUser } from "@/lib/doctor/examine";
import { readSettings } from "@/lib/doctor/settings/read-settings";
import { log } from "@/lib/log";
import { withoutUrls } from "@/lib/payment-methods/evm/chain/safe-error";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { type Options, readOptions, usage } from "./options";
import { countAll, describe, toJson } from "./report";
import { describePlan, type Plan, planSale } from "./sale/plan";
import { trySale } from "./sale/try-sale";

const root = join(import.meta.dirname, "..");

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(usage);
    return 0;
  }
  // Relative paths of settings count from here.
  process.chdir(root);
  const fileNames = loadEnvFiles(root);
  // What is found is the report. Lines of the log in between would also break the JSON.
  log.level = "silent";
  const plan = options.sale ? await agreeOnSale(fileNames, options) : null;
  const examined = await examine({
    env: process.env,
    root,
    fileNames,
    readFile: (path) => readFileSync(path, "utf8"),
    silence: options.wait,
    isPublic: options.isPublic,
  }).finally(() => closeDb().catch(() => {}));
  if (plan) examined.push({ title: "Test sale", findings: await trySale(plan) });
  console.log(options.json ? JSON.stringify(toJson(examined), null, 2) : describe(examined));
  return countAll(examined).faults > 0 ? 1 : 0;
}

/** The plan of the test sale; null if the settings cannot be used, which the examination reports. @throws UsageError */
async function agreeOnSale(fileNames: string[], { yes }: Options): Promise<Plan | null> {
  const readFile = (path: string) => readFileSync(path, "utf8");
  const { settings } = readSettings(process.env, { directory: root, fileNames, readFile });
  if (!settings) return null;
  const plan = await planSale(settings, process.env);
  console.error(describePlan(plan));
  if (!yes && !(await askYes("Pay?"))) throw new UsageError("Nothing was paid.");
  return plan;
}

main().then(
  // Connections that are kept for the next request would keep the program.
  (code) => process.exit(code),
  (error: unknown) => {
    const words = withoutUrls(error instanceof Error ? error.message : String(error));
    const isPlain = error instanceof UsageError || error instanceof WrongUser;
    console.error(isPlain ? words : `The examination could not be run: ${words}`);
    process.exit(2);
  },
);
