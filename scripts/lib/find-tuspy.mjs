import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { hasPackages, unpackPackages, updatePackageLists } from "./unpack-packages.mjs";

const root = join(import.meta.dirname, "..", "..");
const kept = join(root, "node_modules", ".cache", "tuspy");
const modules = join(kept, "usr/lib/python3/dist-packages");
/** The client and what it imports, also for its other half, which is not used here. */
const packages = [
  "tuspy future requests six tinydb aiohttp certifi charset-normalizer idna urllib3",
  "chardet yarl async-timeout aiosignal attr frozenlist multidict",
].flatMap((names) => names.split(" ").map((name) => `python3-${name}`));

/**
 * Finds tuspy, tus's client for Python, and gets it if it is missing: the system's, or (on Debian and Ubuntu, where packages
 * can be fetched) the distribution's packages, unpacked into `node_modules/.cache` and not installed.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {{ python: string, path: string } | { missing: string }} `path`: for PYTHONPATH; `missing`: why there is none
 */
export function findTuspy({ install = true, say = () => {} } = {}) {
  const python = ["/usr/bin/python3", "python3"].find((program) => runs(program, "pass", ""));
  if (!python) return { missing: "Python is not installed" };
  for (const path of ["", modules]) if (runs(python, "import tusclient.client", path)) return { python, path };
  if (!install || !hasPackages()) return { missing: "tuspy is not installed" };

  say("No tuspy found. Fetching the distribution's packages…");
  updatePackageLists();
  unpackPackages(packages, kept);
  const fits = existsSync(modules) && runs(python, "import tusclient.client", modules);
  return fits ? { python, path: modules } : { missing: "tuspy is not installed and could not be fetched" };
}

/** @param {string} python @param {string} code @param {string} path */
function runs(python, code, path) {
  const env = { ...process.env, PYTHONPATH: path };
  return spawnSync(python, ["-c", code], { env, stdio: "ignore", timeout: 20_000 }).status === 0;
}
