import { UsageError } from "@/commands/arguments";
import { showAudit } from "./audit";
import { blockHere, quotaHere, showBlocks, unblockHere } from "./blocks-and-quotas";
import { decideHere, decisionCommands, showDecisions } from "./decide";
import { showAttention, showFigures, showFile, showFiles, showSeller, showSellers, showSettings } from "./look";
import { retryHere, showNotices } from "./notices";
import type { Options } from "./options";
import type { Answer } from "./print";
import { decideReportOrAppeal, showAppeal, showAppeals, showReport, showReports } from "./reports";
import { endHere, loseHere, showStorage } from "./storage";

type Command = (options: Options, now: Date) => Promise<Answer | null> | Answer;

const commands: Readonly<Record<string, Command>> = {
  ...Object.fromEntries(
    Object.entries(decisionCommands).map(([name, verdict]) => [
      name,
      (options: Options, now: Date) => decideHere(options, verdict, now),
    ]),
  ),
  decisions: showDecisions,
  reports: showReports,
  report: showReport,
  decide: decideReportOrAppeal,
  appeals: showAppeals,
  appeal: showAppeal,
  blocks: showBlocks,
  block: blockHere,
  unblock: unblockHere,
  quota: quotaHere,
  attention: (_options, now) => showAttention(now),
  figures: showFigures,
  files: showFiles,
  file: showFile,
  sellers: showSellers,
  seller: showSeller,
  settings: showSettings,
  notices: showNotices,
  storage: showStorage,
  "end-storage": endHere,
  "bytes-lost": loseHere,
  "retry-notice": retryHere,
  audit: showAudit,
};

/** Runs one command. Null: it has written its answer itself. @throws UsageError, AppError */
export async function run(options: Options, now: Date): Promise<Answer | null> {
  const name = options.words[0] ?? "";
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command “${name}”. --help shows the commands.`);
  return command(options, now);
}
