import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

const root = join(import.meta.dirname, "..", "..");
/** Only unpacked here: nothing of the system changes. */
const kept = join(root, "node_modules", ".cache", "headless-shell");
const packages = ["chromium-headless-shell", "chromium-common"];
const name = "chromium-headless-shell";

/**
 * Finds Chromium's headless shell, which needs half the processor time of the whole browser: the system's, or (on Debian,
 * where packages can be fetched) the distribution's packages, unpacked into `node_modules/.cache` and not installed.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {string | undefined} its path
 */
export function findHeadlessShell({ install = true, say = () => {} } = {}) {
  const unpacked = join(kept, "usr/lib/chromium", name);
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const found = [...folders.map((folder) => join(folder, name)), unpacked].find(runs);
  if (found || !install || process.platform !== "linux" || !existsSync("/usr/bin/apt-get")) return found;

  say("Fetching Chromium's headless shell from the distribution…");
  mkdirSync(kept, { recursive: true });
  const folder = mkdtempSync(join(kept, "fetch-"));
  try {
    if (process.getuid?.() === 0) run("apt-get", ["update", "-q"], folder);
    if (!run("apt-get", ["download", "-q", ...packages], folder)) return undefined;
    for (const file of readdirSync(folder)) run("dpkg-deb", ["-x", file, kept], folder);
    return runs(unpacked) ? unpacked : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Opens an empty page: its version it would tell without its data, too. @param {string} path */
function runs(path) {
  const args = ["--no-sandbox", "--dump-dom", "about:blank"];
  return existsSync(path) && spawnSync(path, args, { stdio: "ignore", timeout: 20_000 }).status === 0;
}

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, stdio: "ignore", timeout: 5 * 60_000 }).status === 0;
}
