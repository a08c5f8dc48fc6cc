import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

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
  if (!install || process.platform !== "linux" || !existsSync("/usr/bin/apt-get"))
    return { missing: "nginx is not installed" };

  say("No nginx found. Fetching the distribution's package…");
  mkdirSync(kept, { recursive: true });
  const folder = mkdtempSync(join(kept, "fetch-"));
  try {
    if (process.getuid?.() === 0) run("apt-get", ["update", "-q"], folder);
    for (const name of packages) {
      if (!run("apt-get", ["download", "-q", name], folder)) continue;
      for (const file of readdirSync(folder)) run("dpkg-deb", ["-x", file, kept], folder);
      const path = join(kept, "usr/sbin/nginx");
      if (runs(path)) return { path };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { missing: "nginx is not installed and could not be fetched" };
}

/** @param {string} path */
function runs(path) {
  return existsSync(path) && spawnSync(path, ["-v"], { timeout: 10_000 }).status === 0;
}

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, stdio: "ignore", timeout: 5 * 60_000 }).status === 0;
}
