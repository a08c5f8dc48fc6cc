import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** Whether packages of the distribution can be fetched here. */
export function hasPackages() {
  return process.platform === "linux" && existsSync("/usr/bin/apt-get");
}

/**
 * Fetches packages of the distribution and unpacks them into a folder, without installing them.
 *
 * @param {string[]} names fetched together
 * @param {string} into made if it is missing
 * @returns {boolean} false when they could not be fetched
 */
export function unpackPackages(names, into) {
  mkdirSync(into, { recursive: true });
  const folder = mkdtempSync(join(into, "fetch-"));
  try {
    if (!run("apt-get", ["download", "-q", ...names], folder)) return false;
    return readdirSync(folder).every((file) => run("dpkg-deb", ["-x", file, into], folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads the distribution's lists anew, which only root may. */
export function updatePackageLists() {
  if (process.getuid?.() === 0) run("apt-get", ["update", "-q"], process.cwd());
}

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, stdio: "ignore", timeout: 5 * 60_000 }).status === 0;
}
