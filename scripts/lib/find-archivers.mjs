import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { hasPackages, librariesIn, unpackPackages, updatePackageLists } from "./unpack-packages.mjs";

const root = join(import.meta.dirname, "..", "..");
const kept = join(root, "node_modules", ".cache", "archivers");

/** Programs that make archives, how each tells that it works, and the distribution's packages that have them. */
const archivers = {
  zip: { args: ["-h"], packages: ["zip"] },
  tar: { args: ["--version"], packages: ["tar"] },
  "7zz": { args: ["i"], packages: ["7zip"] },
  bsdtar: { args: ["--version"], packages: ["libarchive13", "libarchive13t64", "libarchive-tools"] },
  python3: { args: ["--version"], packages: [] },
};

/**
 * Finds programs that make archives for the tests, and gets those that are missing: the system's, or (on Debian and Ubuntu, where
 * packages can be fetched) the distribution's packages, unpacked into `node_modules/.cache` and not installed.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {{ paths: Partial<Record<keyof typeof archivers, string>>, libraries: string }} without those that could not be had;
 *   `libraries`: folders for LD_LIBRARY_PATH
 */
export function findArchivers({ install = true, say = () => {} } = {}) {
  const names = /** @type {(keyof typeof archivers)[]} */ (Object.keys(archivers));
  const missing = names.filter((name) => !look(name) && archivers[name].packages.length > 0);
  if (install && missing.length > 0 && hasPackages()) {
    say(`No ${missing.join(", ")} found. Fetching the distribution's packages…`);
    updatePackageLists();
    // Names differ between releases of the distributions: those that do not exist are left out.
    for (const name of missing) for (const each of archivers[name].packages) unpackPackages([each], kept);
  }
  return {
    paths: Object.fromEntries(names.flatMap((name) => (look(name) ? [[name, look(name)]] : []))),
    libraries: librariesIn(join(kept, "usr/lib")),
  };
}

/** @param {keyof typeof archivers} name */
function look(name) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), join(kept, "usr/bin"), join(kept, "bin")];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((path) => runs(path, archivers[name].args));
}

/** @param {string} path @param {string[]} args */
function runs(path, args) {
  const env = { ...process.env, LD_LIBRARY_PATH: librariesIn(join(kept, "usr/lib")) };
  return existsSync(path) && spawnSync(path, args, { env, timeout: 10_000 }).status === 0;
}
