// npm test: sets everything up and runs every suite: types, lint, the production build, unit and integration tests,
// then the journeys through the build in a real browser, torture and a siege. The last line is `N passed, N failed`
// (`, N skipped`), and the exit code agrees. `--only unit` (types, lint, vitest) or `--only e2e` (build, Playwright,
// torture, siege) runs one half. What waits more than it works runs beside something else.
// `--long`, for a night and before a release: each journey on each screen, ten times the hostile headers, torture three times
// with 300 purchases, and the long siege, all with new seeds.
//
// Plain Node: it runs before there is any package.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { findArchivers } from "./lib/find-archivers.mjs";
import { findClamd } from "./lib/find-clamd.mjs";
import { findDocumentMakers } from "./lib/find-document-makers.mjs";
import { findFileSystems } from "./lib/find-file-systems.mjs";
import { findMediaTools } from "./lib/find-media-tools.mjs";
import { findSpreadsheet } from "./lib/find-spreadsheet.mjs";
import { forgetSettings } from "./lib/forget-settings.mjs";
import { brokenSuite, countPlaywright, countVitest, lastLine, sum } from "./lib/test-counts.mjs";

const root = join(import.meta.dirname, "..");
process.chdir(root);
const began = Date.now();
const reports = mkdtempSync(join(tmpdir(), "filekiosk-reports-"));

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
/** @type {{ name: string, counts: import("./lib/test-counts.mjs").Counts, seconds: number }[]} */
const results = [];
/** Suites that cannot run on this machine; their tests count as skipped. @type {string[]} */
const leftOut = [];

const onlyAt = process.argv.indexOf("--only");
const only = onlyAt < 0 ? undefined : process.argv[onlyAt + 1];
if (onlyAt >= 0 && only !== "unit" && only !== "e2e") {
  console.error("Use --only unit or --only e2e.");
  process.exit(1);
}
const long = process.argv.includes("--long");
if (long) {
  process.env.TEST_LONG = "1";
  process.env.FUZZ_CASES ??= "10000";
  process.env.FUZZ_SEED ??= String(newSeed());
}
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    for (const child of running) child.kill("SIGTERM");
    console.error("\nStopped before the end: this says nothing about what was not run.");
    process.exit(1);
  });
}

const setUp = await suite("set-up", async () =>
  (await node("scripts/setup.mjs", "--without-sqlite")) === 0 ? none() : brokenSuite("set-up"));
if (setUp.failed === 0) {
  await forgetSettings();
  // Where it has to be compiled, that takes one core for minutes; what is fetched waits for the network.
  const database = inBackground("scripts/setup.mjs");
  const programs = inBackground("scripts/lib/fetch-programs.mjs", ...(only ? [only] : ["unit", "e2e"]));
  // Without them the rest still runs, and the test beds report what is missing.
  const clients = only === "unit" ? undefined : startInstallingClients();
  if (only !== "e2e") {
    await suite("types", checkTypes);
    await suite("lint", async () => oneTest("lint", await node(bin("@biomejs/biome", "biome"), "check", ".")));
  }
  const built = only === "unit" ? none() : await suite("production build", buildApp);
  if (clients) await suite("x402 clients", clients);
  // Those that are missing are told where they are needed.
  await suite("programs of the tests", async () => {
    await programs();
    return none();
  });
  await suite("embedded database", async () => ((await database()) === 0 ? none() : brokenSuite("embedded database")));
  if (only !== "e2e") await suite("unit and integration tests", runVitest);
  if (only !== "unit" && built.failed === 0) await runEndToEnd();
}
rmSync(reports, { recursive: true, force: true });
finish();

async function checkTypes() {
  // Writes what Next adds to the types: routes, and the declarations of style sheets and pictures.
  const routes = await node(bin("next", "next"), "typegen");
  return oneTest("types", routes || (await node(bin("typescript", "tsc"), "--noEmit")));
}

async function runVitest() {
  findScanner();
  findDisks();
  findMakers();
  findArchiveMakers();
  findEncoders();
  findSheets();
  const report = join(reports, "vitest.json");
  const code = await node(
    bin("vitest", "vitest"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  );
  return countVitest(readReport(report), code);
}

/** For unit tests and journeys, which find it by themselves once it is there. */
function findScanner() {
  const clamd = findClamd({ say: (words) => console.log(words) });
  const what = "missing" in clamd ? `malware scans by a real clamd (${clamd.missing})` : "";
  if (what && !leftOut.includes(what)) leftOut.push(what);
}

/** For unit tests and journeys, too. */
function findDisks() {
  const disks = findFileSystems({ say: (words) => console.log(words) });
  const what = "missing" in disks ? `downloads onto FAT and exFAT (${disks.missing})` : "";
  if (what && !leftOut.includes(what)) leftOut.push(what);
}

/** For unit tests. */
function findMakers() {
  const { missing } = findDocumentMakers({ say: (words) => console.log(words) });
  if (missing.length > 0) leftOut.push(`PDFs and books that others made (${missing.join(", ")} could not be fetched)`);
}

/** For unit tests. */
function findArchiveMakers() {
  const { paths } = findArchivers({ say: (words) => console.log(words) });
  const missing = ["7zz", "bsdtar", "python3", "tar", "zip"].filter((name) => !(name in paths));
  const what =
    missing.length > 0 ? `archives made by ${missing.join(", ")} (not installed, and could not be fetched)` : "";
  if (what && !leftOut.includes(what)) leftOut.push(what);
}

/** For unit tests. */
function findSheets() {
  const sheet = findSpreadsheet({ say: (words) => console.log(words) });
  const what = "missing" in sheet ? `exports opened by a spreadsheet (${sheet.missing})` : "";
  if (what && !leftOut.includes(what)) leftOut.push(what);
}

/** For unit tests. */
function findEncoders() {
  const tools = findMediaTools({ say: (words) => console.log(words) });
  const what = "missing" in tools ? `sounds and films of real encoders (${tools.missing})` : "";
  if (what && !leftOut.includes(what)) leftOut.push(what);
}

async function buildApp() {
  const { build, isBuilt } = await import("./lib/build.mjs");
  if (isBuilt(root)) {
    console.log("The build in .next is of these sources.");
    return none();
  }
  try {
    await build({ root });
    return none();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return brokenSuite("production build (so no journey was run)");
  }
}

async function runEndToEnd() {
  await suite("journeys in a browser", runPlaywright);
  // Torture waits for blocks and restarts most of the time. The long siege measures the memory of a day.
  const siege = long ? undefined : program(inBackground, "siege/main.ts");
  for (const args of tortures()) {
    await suite("torture", async () =>
      oneTest(`torture ${args.join(" ")}`, await program(node, "torture/main.ts", ...args)));
  }
  await suite("siege", async () =>
    oneTest("siege", await (siege ? siege() : program(node, "siege/main.ts", "--long"))));
}

/** Arguments of each run: every kind of fault meets its moment twice, or ten times in each of three runs. */
function tortures() {
  if (!long) return [["--runs", "80"]];
  return [1, 2, 3].map(() => ["--runs", "300", "--hostile", "300", "--seed", String(newSeed())]);
}

function newSeed() {
  return Math.floor(Math.random() * 1_000_000);
}

/** @param {typeof node | typeof inBackground} start */
function program(start, path, ...args) {
  return start(bin("tsx", "tsx"), "--conditions=react-server", path, ...args);
}

/**
 * Starts to install the x402 clients of the test beds, which are not packages of the app, if they are missing or outdated.
 *
 * @returns waits for the end
 */
function startInstallingClients() {
  const folder = join(root, "test/clients");
  const stamp = join(folder, "node_modules/.installed-from");
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return async () => none();
  const args = ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const installed = npmInBackground(args);
  return async () => {
    if ((await installed()) !== 0) return brokenSuite("x402 clients: they could not be installed");
    writeFileSync(stamp, lock);
    return none();
  };
}

/** npm as it runs us, else the one on the PATH. @returns waits for its end */
function npmInBackground(args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith("npm-cli.js")) return inBackground(cli, ...args);
  return keepOutput(spawn("npm", args, { stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" }));
}

async function runPlaywright() {
  const { findBrowser } = await import("./lib/find-browser.mjs");
  try {
    const chosen = Boolean(process.env.PLAYWRIGHT_CHROMIUM?.trim());
    const { executablePath, what } = await findBrowser({ say: (words) => console.log(words) });
    const { findHeadlessShell } = await import("./lib/find-headless-shell.mjs");
    const shell = chosen ? undefined : findHeadlessShell({ say: (words) => console.log(words) });
    console.log(`Using ${shell ? "Chromium's headless shell" : what}.`);
    process.env.PLAYWRIGHT_CHROMIUM = shell ?? executablePath;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return brokenSuite("journeys in a browser: there is no browser");
  }
  findScanner();
  findDisks();
  const { findNginx } = await import("./lib/find-nginx.mjs");
  const nginx = findNginx({ say: (words) => console.log(words) });
  if ("path" in nginx) process.env.TEST_NGINX = nginx.path;
  else leftOut.push(`files sent by nginx (${nginx.missing})`);
  const { findContainerTools } = await import("./lib/find-container-tools.mjs");
  const containers = findContainerTools({ say: (words) => console.log(words) });
  if ("caddy" in containers) process.env.TEST_CADDY = containers.caddy;
  else leftOut.push(`the container image (${containers.missing})`);
  const report = join(reports, "playwright.json");
  process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = report;
  // As in every script: modules of the server say `import "server-only"`.
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} --conditions=react-server`.trim();
  const code = await node(bin("@playwright/test", "playwright"), "test", "--reporter=list,json");
  return countPlaywright(readReport(report), code);
}

/** @param {string} name @param {() => Promise<import("./lib/test-counts.mjs").Counts>} run */
async function suite(name, run) {
  console.log(`\n── ${name} ${"─".repeat(Math.max(0, 60 - name.length))}`);
  const start = Date.now();
  let counts;
  try {
    counts = await run();
  } catch (error) {
    console.error(error);
    counts = brokenSuite(`${name} crashed`);
  }
  results.push({ name, counts, seconds: Math.round((Date.now() - start) / 1_000) });
  return counts;
}

/** @returns {import("./lib/test-counts.mjs").Counts} */
function none() {
  return { passed: 0, failed: 0, skipped: 0, broken: [] };
}

/** @param {string} name @param {number | null} code */
function oneTest(name, code) {
  return code === 0 ? { ...none(), passed: 1 } : brokenSuite(name);
}

/** Runs a Node program with our output; resolves with its exit code, null when a signal ended it. */
function node(...args) {
  return endOf(spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] }));
}

/**
 * Starts a Node program beside the next suites. Its output is kept, so that it does not get between theirs.
 *
 * @returns waits for its end, prints what it said, and resolves with its exit code
 */
function inBackground(...args) {
  return keepOutput(spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] }));
}

/** @param {import("node:child_process").ChildProcess} child */
function keepOutput(child) {
  /** @type {Buffer[]} */
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => said.push(part));
  const end = endOf(child);
  return async () => {
    const code = await end;
    process.stdout.write(Buffer.concat(said));
    return code;
  };
}

function endOf(child) {
  running.add(child);
  return new Promise((resolve) => {
    const end = (code) => {
      running.delete(child);
      resolve(code);
    };
    child.on("error", () => end(1));
    child.on("close", end);
  });
}

/** The file behind a package's command, so that no shell and no PATH is needed. */
function bin(packageName, command) {
  const folder = join(root, "node_modules", packageName);
  const { bin: commands } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof commands === "string" ? commands : commands[command]);
}

function readReport(path) {
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  } catch {
    // Cut off in the middle: the runner crashed.
    return undefined;
  }
}

function finish() {
  console.log(`\n── all suites ${"─".repeat(48)}`);
  for (const { name, counts, seconds } of results) {
    console.log(`${name.padEnd(28)} ${lastLine(counts).padEnd(36)} ${seconds} s`);
  }
  const total = sum(results.map(({ counts }) => counts));
  for (const what of total.broken) console.log(`failed as a whole: ${what}`);
  // Repeated at the end, so that the last lines of a long log name the failed tests.
  for (const name of total.names ?? []) console.log(`failed: ${name.replace(`${root}/`, "")}`);
  for (const what of leftOut) console.log(`left out: ${what}`);
  if (only) console.log(`left out by --only ${only}: the other half of the suites`);
  console.log(`after ${Math.round((Date.now() - began) / 1_000)} s`);
  console.log(lastLine(total));
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}
