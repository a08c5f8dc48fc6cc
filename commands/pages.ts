// npm run pages: writes templates for imprint, terms and privacy into DATA_DIR/pages, and lists what is still to be filled in.

import { join } from "node:path";
import { parseArguments, UsageError } from "@/commands/arguments";
import { isLocale, type Locale, localeNames } from "@/lib/i18n/locales";
import { allPageFiles, writeTemplates } from "@/lib/legal/write-templates";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { settings } from "@/lib/settings/settings";

const usage = `Usage: npm run pages -- [options]

Writes templates of imprint.md, terms.md and privacy.md into DATA_DIR/pages. Files that exist are not changed. The templates
are a start and no legal advice: read every sentence, and fill in what is between [[ and ]]. A page is shown once it has no
such gap.

  --languages LIST  such as en,fr: the first one is for readers of any other language (default: en; known: ${localeNames.join(", ")})

Exit code: 0 no gaps are left; 1 there are some; 2 the pages could not be written.`;

const root = join(import.meta.dirname, "..");

async function main(): Promise<void> {
  const { values } = parseArguments(usage, {
    options: { languages: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(usage);
  // Relative paths of settings count from here.
  process.chdir(root);
  loadEnvFiles(root);
  for (const path of await writeTemplates(readLanguages(values.languages ?? "en"))) console.log(`Wrote ${path}`);
  for (const { path, gaps, problem } of allPageFiles(settings().dataDir)) {
    if (gaps.length === 0 && problem === null) continue;
    process.exitCode = 1;
    console.log(`${path} is not shown yet. ${problem ?? `Fill in: ${gaps.join(", ")}`}`);
  }
}

function readLanguages(text: string): Locale[] {
  const languages = text.split(",");
  if (!languages.every(isLocale)) throw new UsageError(`--languages takes a list of ${localeNames.join(", ")}.`);
  return [...new Set(languages)];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
