import { createInterface } from "node:readline/promises";
import { UsageError } from "@/commands/arguments";
import { readWhatThereIs } from "@/lib/restore/check-source";
import { compareSince } from "@/lib/restore/found/compare";
import { recordYes } from "@/lib/restore/found/record";
import { findStanding } from "@/lib/restore/standing";
import type { Options } from "./options";
import { comparisonToJson, describeComparison } from "./report";

/**
 * Compares the shop with the chain since its backup, and records the operator's yes. On a shop that has it already, it only
 * looks for more.
 *
 * @returns the exit code
 */
export async function confirmRestore(options: Extract<Options, { kind: "confirm" }>): Promise<number> {
  const standing = await findStanding();
  if (!standing) throw new UsageError("This shop was not restored: there is nothing to confirm.");
  const comparison = await compareSince(standing.since, options.secrets, new Date());
  if (!options.json) console.log(describeComparison(comparison));
  const isClear = comparison.obstacles.length === 0;
  const says = isClear && (standing.isConfirmed || options.yes || (await ask(options.json)));
  if (says) await recordYes(comparison.found, await readWhatThereIs(options), new Date());
  if (options.json) console.log(JSON.stringify({ confirmed: says, ...comparisonToJson(comparison) }, null, 2));
  if (says && !options.json) console.log("Confirmed: the shop sells.");
  if (!says) console.error(standing.isConfirmed ? "Nothing was recorded." : "Not confirmed: the shop does not sell.");
  return says ? 0 : 1;
}

async function ask(json: boolean): Promise<boolean> {
  if (json || !process.stdin.isTTY) {
    console.error("Say yes with --yes.");
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question("May the shop sell and send again? Type “yes”: ");
    return answer.trim().toLowerCase() === "yes";
  } finally {
    terminal.close();
  }
}
