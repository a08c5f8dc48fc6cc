import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const fromHere = createRequire(import.meta.url);
const INSTALL_TIMEOUT_MS = 10 * 60_000;
const namesOnPath = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const placesOffPath = {
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) =>
    join(process.env[name] ?? "C:\\", "Google\\Chrome\\Application\\chrome.exe"),
  ),
};

/**
 * Finds a Chromium for the end-to-end tests, and gets one if there is none: Playwright's own, else one of the system,
 * else Playwright's installer, else (root on Debian) the distribution's package. `PLAYWRIGHT_CHROMIUM` names one
 * directly.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options] install: false only searches; say: called
 *   with progress messages
 * @returns {Promise<{ executablePath: string, what: string }>} what: for people, such as "Playwright's Chromium"
 * @throws {Error} whose message lists what was tried and what to do
 */
export async function findBrowser({ install = true, say = () => {} } = {}) {
  const chosen = process.env.PLAYWRIGHT_CHROMIUM?.trim();
  if (chosen) {
    const problem = problemWithRunning(chosen);
    if (problem) throw new Error(`PLAYWRIGHT_CHROMIUM names ${chosen}, which does not run: ${problem}`);
    return { executablePath: chosen, what: "the browser that PLAYWRIGHT_CHROMIUM names" };
  }
  const tried = [];
  const found = (await playwrightsOwn(tried)) ?? systems(tried);
  if (found) return found;

  if (install) {
    say("No Chromium found. Asking Playwright to install one…");
    await run(process.execPath, [playwrightCli(), "install", "chromium"], "Playwright's installer", tried);
    const own = await playwrightsOwn(tried);
    if (own) return own;
    if (isRootOnDebian()) {
      say("Playwright could not provide one. Installing Debian's chromium package…");
      const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      const ok =
        (await run("apt-get", ["update", "-q"], "apt-get update", tried, env)) &&
        (await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], "apt-get", tried, env));
      const debians = ok ? systems(tried) : undefined;
      if (debians) return debians;
    }
  }
  throw new Error(
    [
      "No Chromium that runs was found for the end-to-end tests. Tried:",
      ...tried.map((line) => `  - ${line}`),
      "Install one (Debian: apt-get install chromium; macOS: brew install --cask chromium; anywhere: " +
        "npx playwright install --with-deps chromium) or name one by PLAYWRIGHT_CHROMIUM=/path/to/chromium.",
    ].join("\n"),
  );
}

async function playwrightsOwn(tried) {
  const { chromium } = await import("@playwright/test");
  const executablePath = chromium.executablePath();
  if (!existsSync(executablePath)) {
    note(tried, "Playwright's own Chromium: not installed");
    return undefined;
  }
  const problem = problemWithRunning(executablePath);
  if (!problem) return { executablePath, what: "Playwright's Chromium" };
  note(tried, `Playwright's own Chromium: does not run (${problem})`);
  return undefined;
}

function systems(tried) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const ending = process.platform === "win32" ? ".exe" : "";
  const places = [
    ...namesOnPath.flatMap((name) => folders.map((folder) => join(folder, name + ending))),
    ...(placesOffPath[process.platform] ?? []),
  ];
  const candidates = places.filter(isExecutable);
  if (candidates.length === 0) note(tried, `a browser of the system (${namesOnPath.join(", ")}): none on the PATH`);
  for (const executablePath of candidates) {
    const problem = problemWithRunning(executablePath);
    if (!problem) return { executablePath, what: `the system's browser ${executablePath}` };
    note(tried, `${executablePath}: does not run (${problem})`);
  }
  return undefined;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Asks for the version, which a browser with missing libraries or a mere placeholder cannot tell. */
function problemWithRunning(path) {
  // On Windows a browser answers --version by opening a window.
  if (process.platform === "win32") return existsSync(path) ? undefined : "there is no such file";
  const { status, error, stderr } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 20_000 });
  if (status === 0) return undefined;
  return error?.message ?? (stderr.trim().split("\n")[0] || `it ended with code ${status}`);
}

function playwrightCli() {
  return join(dirname(fromHere.resolve("@playwright/test/package.json")), "cli.js");
}

function isRootOnDebian() {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** Runs a program to its end with its output kept for the error; resolves to whether it succeeded. */
function run(command, args, name, tried, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], timeout: INSTALL_TIMEOUT_MS });
    let tail = "";
    const remember = (data) => {
      tail = (tail + data).slice(-2_000);
    };
    child.stdout.on("data", remember);
    child.stderr.on("data", remember);
    child.on("error", (error) => {
      note(tried, `${name}: ${error.message}`);
      resolve(false);
    });
    child.on("close", (code) => {
      if (code !== 0) note(tried, `${name}: ${logTail(tail) ?? `ended with code ${code}`}`);
      resolve(code === 0);
    });
  });
}

function logTail(output) {
  const lines = output.split("\n").map((line) => line.trim());
  return lines.find((line) => /^(E:|Error:|error:)/.test(line)) ?? lines.filter(Boolean).at(-1);
}

function note(tried, line) {
  if (!tried.includes(line)) tried.push(line);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { executablePath, what } = await findBrowser({ say: (sentence) => console.error(sentence) });
    console.error(`Using ${what}.`);
    console.log(executablePath);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
