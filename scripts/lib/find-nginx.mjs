import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { hasPackages, unpackPackages, updatePackageLists } from "./unpack-packages.mjs";

const root = join(import.meta.dirname, "..", "..");
/** Only unpacked here: installing the package would start a server on port 80. */
const kept = join(root, "node_modules", ".cache", "nginx");
/** The binary is in the first on Debian, in one of the others on older Ubuntu. */
const packages = ["nginx", "nginx-light", "nginx-core"];

/**
 * Finds nginx for the tests, and gets one if there is none: the system's, or (on Debian and Ubuntu, where packages can
 * be fetched) the distribution's package, unpacked into `node_modules/.cache` and not installed.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {{ path: string } | { missing: string }} `missing`: why there is none, in a few words
 */
export function findNginx({ install = true, say = () => {} } = {}) {
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    "/usr/sbin",
    "/usr/local/sbin",
    join(kept, "usr/sbin"),
  ];
  const places = folders.filter(Boolean).map((folder) => join(folder, "nginx"));
  const found = places.find(runs);
  if (found) return { path: found };
  if (!install || !hasPackages()) return { missing: "nginx is not installed" };

  say("No nginx found. Fetching the distribution's package…");
  updatePackageLists();
  const path = join(kept, "usr/sbin/nginx");
  for (const name of packages) if (unpackPackages([name], kept) && runs(path)) return { path };
  return { missing: "nginx is not installed and could not be fetched" };
}

/** @param {string} path */
function runs(path) {
  return existsSync(path) && spawnSync(path, ["-v"], { timeout: 10_000 }).status === 0;
}
