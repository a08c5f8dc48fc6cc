import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { hasPackages, unpackPackages, updatePackageLists } from "./unpack-packages.mjs";

const root = join(import.meta.dirname, "..", "..");
/** Only unpacked here: nothing of the system changes. */
const kept = join(root, "node_modules", ".cache", "headless-shell");
const packages = ["chromium-headless-shell", "chromium-common"];
const name = "chromium-headless-shell";

/**
 * Finds Chromium's headless shell, which needs much less processor time than the whole browser: the system's, or (on Debian,
 * where packages can be fetched) the distribution's packages, unpacked into `node_modules/.cache` and not installed.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {string | undefined} its path
 */
export function findHeadlessShell({ install = true, say = () => {} } = {}) {
  const unpacked = join(kept, "usr/lib/chromium", name);
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const found = [...folders.map((folder) => join(folder, name)), unpacked].find(runs);
  if (found || !install || !hasPackages()) return found;

  say("Fetching Chromium's headless shell from the distribution…");
  updatePackageLists();
  return unpackPackages(packages, kept) && runs(unpacked) ? unpacked : undefined;
}

/** Opens an empty page: it reports its version even without its data files. @param {string} path */
function runs(path) {
  const args = ["--no-sandbox", "--dump-dom", "about:blank"];
  return existsSync(path) && spawnSync(path, args, { stdio: "ignore", timeout: 20_000 }).status === 0;
}
