import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { hasPackages, librariesIn, unpackPackages, updatePackageLists } from "./unpack-packages.mjs";

const root = join(import.meta.dirname, "..", "..");
/** Only unpacked here: installing the package would start a service and fetch hundreds of megabytes of signatures. */
const kept = join(root, "node_modules", ".cache", "clamd");
/** Names differ between releases of the distributions: those that do not exist are left out. */
const packages = ["clamav-daemon", "clamdscan", "libclamav12", "libclamav11", "libmspack0", "libmspack0t64"];
const furtherLibraries = ["libjson-c5", "libpcre2-8-0", "libxml2", "libcurl4", "libcurl4t64", "libncurses6"];

/**
 * Finds ClamAV's daemon and its client for the tests, and gets them if there are none: the system's, or (on Debian and
 * Ubuntu, where packages can be fetched) the distribution's packages, unpacked into `node_modules/.cache` and not
 * installed. No signatures are fetched: the tests bring their own.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {{ clamd: string, clamdscan: string, libraries: string } | { missing: string }} `libraries`: folders for
 *   LD_LIBRARY_PATH; `missing`: why there is none, in a few words
 */
export function findClamd({ install = true, say = () => {} } = {}) {
  const found = look();
  if (found) return found;
  if (!install || !hasPackages()) return { missing: "clamd is not installed" };

  say("No clamd found. Fetching the distribution's packages…");
  updatePackageLists();
  for (const name of packages) unpackPackages([name], kept);
  const unpacked = look();
  if (unpacked) return unpacked;
  for (const name of furtherLibraries) unpackPackages([name], kept);
  return look() ?? { missing: "clamd is not installed and could not be fetched" };
}

function look() {
  const libraries = librariesIn(join(kept, "usr/lib"));
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    "/usr/sbin",
    join(kept, "usr/sbin"),
    join(kept, "usr/bin"),
  ];
  const [clamd, clamdscan] = ["clamd", "clamdscan"].map((name) =>
    folders
      .filter(Boolean)
      .map((folder) => join(folder, name))
      .find((path) => runs(path, libraries)),
  );
  return clamd && clamdscan ? { clamd, clamdscan, libraries } : undefined;
}

/** Its version it tells only where it is set up. @param {string} path @param {string} libraries */
function runs(path, libraries) {
  if (!existsSync(path)) return false;
  const env = { ...process.env, LD_LIBRARY_PATH: libraries };
  return spawnSync(path, ["--help"], { env, timeout: 10_000 }).status === 0;
}
