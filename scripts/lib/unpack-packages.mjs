import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
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

/**
 * Where a program that was only unpacked finds its libraries, as LD_LIBRARY_PATH has them: the folder of all, and those below it,
 * such as that of each architecture. Links are not followed.
 *
 * @param {string} folder such as `usr/lib` below the one that packages were unpacked into
 * @param {number} [depth] of folders below it: libraries that others stand in for have folders of their own
 * @returns {string} empty if there is none
 */
export function librariesIn(folder, depth = 1) {
  return existsSync(folder) ? foldersIn(folder, depth).join(delimiter) : "";
}

/** @param {string} folder @param {number} depth @returns {string[]} */
function foldersIn(folder, depth) {
  if (depth === 0) return [folder];
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...below.flatMap(({ name }) => foldersIn(join(folder, name), depth - 1))];
}

let isUpdated = false;

/** Reads the distribution's lists again, which only root may: once in a process. */
export function updatePackageLists() {
  if (isUpdated || process.getuid?.() !== 0) return;
  run("apt-get", ["update", "-q"], process.cwd());
  isUpdated = true;
}

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, stdio: "ignore", timeout: 5 * 60_000 }).status === 0;
}
