import { execFile } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { startStack } from "../e2e/stack";
import { build, isBuilt } from "../scripts/lib/build.mjs";
import { findBrowser } from "../scripts/lib/find-browser.mjs";
import { spreadOf } from "./figures";
import { installPackages } from "./install";
import { type LookedAt, pagesToLookAt } from "./lighthouse-pages";
import { endWithUs } from "./programs";

/**
 * `npm run lighthouse -- [--runs 3] [--exact] [--only PAGE] [--log FILE]`: what Lighthouse says of the pages on which money is made and
 * spent, served by the production build, as a mid-range phone on a slow connection sees them (its default), or a computer.
 * The median of the runs counts. `--only` looks at pages whose names have these words. `--exact` leaves out performance, which needs a quiet machine. Exits with 1 when a
 * category is below the target.
 */

const TARGET = 95;
const exactCategories = ["accessibility", "best-practices", "seo"] as const;
/** What performance is made of. */
const metrics = {
  "first-contentful-paint": "first paint",
  "largest-contentful-paint": "largest paint",
  "total-blocking-time": "blocked",
  "speed-index": "speed index",
  "cumulative-layout-shift": "shift",
} as const;

type Audit = { score: number | null; title: string; numericValue?: number; displayValue?: string };
type Report = {
  lighthouseVersion: string;
  environment: { benchmarkIndex: number };
  runtimeError?: { message: string };
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
};

const root = join(import.meta.dirname, "..");
const packages = join(import.meta.dirname, "lighthouse");
const { runs, log, exact, only } = readOptions();
const categories = exact ? exactCategories : (["performance", ...exactCategories] as const);
if (log) writeFileSync(log, "");
const say = (words: string) => {
  console.log(words);
  if (log) appendFileSync(log, `${words}\n`);
};

await installPackages(packages, say);
if (!isBuilt(root)) {
  say("Building the app…");
  await build({ root });
}
const { executablePath, what } = await findBrowser({ say });
const stack = await startStack({ LOG_LEVEL: "error" });
endWithUs(stack.app.pid);
try {
  say(`npm run lighthouse -- ${process.argv.slice(2).join(" ")}`);
  say(`${new Date().toISOString()}, ${availableParallelism()} cores (${cpus()[0]?.model}), ${what}`);
  const below: string[] = [];
  const pages = (await pagesToLookAt(stack)).filter(({ name }) => name.includes(only));
  if (pages.length === 0) throw new Error(`No page is called ${only}.`);
  for (const page of pages) {
    // The server's first answer is slow because code is loaded; visitors meet it once.
    await fetch(page.url, { headers: { Accept: "text/html" } }).then((answer) => answer.text());
    const reports: Report[] = [];
    for (let run = 0; run < runs; run += 1) reports.push(await inspect(page));
    below.push(...tell(page.name, reports));
  }
  say(below.length === 0 ? `\nAll are at least ${TARGET}.` : `\nBelow ${TARGET}: ${below.join("; ")}`);
  process.exitCode = below.length === 0 ? 0 : 1;
} finally {
  await stack.stop();
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      runs: { type: "string" },
      log: { type: "string" },
      exact: { type: "boolean", default: false },
      only: { type: "string", default: "" },
    },
  });
  // Without performance, every run says the same.
  const { exact, log, only, runs = exact ? "1" : "3" } = values;
  if (!/^[1-9]\d?$/.test(runs)) throw new Error("--runs has to be a whole number from 1 to 99.");
  return { runs: Number(runs), log, exact, only };
}

/** What Lighthouse could not record, which happens on a busy machine, is checked again. A score never is. */
async function inspect(page: LookedAt, tries = 3): Promise<Report> {
  try {
    return await look(page);
  } catch (error) {
    if (tries === 1) throw error;
    say(`  Not recorded, once more: ${(error instanceof Error ? error.message : String(error)).split("\n").at(-1)}`);
    return inspect(page, tries - 1);
  }
}

/** One look by its own browser, nothing cached. */
async function look({ url, desktop, cookie }: LookedAt): Promise<Report> {
  // Debian's root may not use the browser's sandbox.
  const flags = ["--headless=new", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])].join(" ");
  const program = join(packages, "node_modules/lighthouse/cli/index.js");
  const args = [program, url, "--output=json", "--quiet", "--no-enable-error-reporting", `--chrome-flags=${flags}`];
  args.push(`--only-categories=${categories.join(",")}`);
  if (desktop) args.push("--preset=desktop");
  if (cookie) args.push("--skip-audits=is-crawlable", `--extra-headers=${JSON.stringify({ Cookie: cookie })}`);
  const env = { ...process.env, CHROME_PATH: executablePath };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 2 ** 27 });
  const report = JSON.parse(stdout) as Report;
  if (report.runtimeError) throw new Error(`Lighthouse could not look at ${url}: ${report.runtimeError.message}`);
  return report;
}

/** Prints what the runs say of a page; returns what is below the target. */
function tell(name: string, reports: Report[]): string[] {
  const middle = (read: (report: Report) => number) => spreadOf(reports.map(read));
  const speed = middle(({ environment }) => environment.benchmarkIndex);
  const load = loadavg()[0]?.toFixed(2);
  say(
    `\n${name} (Lighthouse ${reports[0]?.lighthouseVersion}, benchmarkIndex ${Math.round(speed.median)}, load ${load})`,
  );
  const below: string[] = [];
  for (const category of categories) {
    const scores = reports.map((report) => Math.round((report.categories[category]?.score ?? 0) * 100));
    const { median } = spreadOf(scores);
    say(`  ${category} ${median} (${scores.join(", ")})`);
    if (median < TARGET) below.push(`${name}: ${category} ${median}`);
  }
  for (const [id, words] of exact ? [] : Object.entries(metrics)) {
    const values = reports.map((report) => report.audits[id]?.numericValue ?? Number.NaN);
    const digits = id === "cumulative-layout-shift" ? 3 : 0;
    const unit = digits === 0 ? " ms" : "";
    say(
      `    ${words} ${spreadOf(values).median.toFixed(digits)}${unit} (${values.map((one) => one.toFixed(digits)).join(", ")})`,
    );
  }
  for (const { title, displayValue } of failings(reports[0]))
    say(`    to mend: ${title} ${displayValue ?? ""}`.trimEnd());
  return below;
}

/** Audits that cost points, but for the metrics. */
function failings(report: Report | undefined): Audit[] {
  const counted = categories.flatMap((category) => report?.categories[category]?.auditRefs ?? []);
  return counted
    .filter(({ id, weight }) => weight > 0 && !(id in metrics))
    .map(({ id }) => report?.audits[id])
    .filter((audit) => audit !== undefined && audit.score !== null && audit.score < 1) as Audit[];
}
