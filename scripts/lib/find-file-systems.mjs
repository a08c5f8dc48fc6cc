import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { hasPackages, librariesIn, unpackPackages, updatePackageLists } from "./unpack-packages.mjs";

const root = join(import.meta.dirname, "..", "..");
/** Only unpacked here: nothing of it is needed by the system. */
const kept = join(root, "node_modules", ".cache", "file-systems");
const packages = ["exfatprogs", "exfat-fuse", "dosfstools", "fusefat", "fuse3"];
/** The library has another name on newer releases of the distributions: the one that does not exist is left out. */
const furtherLibraries = ["libfuse2", "libfuse2t64", "libumlib0"];
const tools = ["mkfs.exfat", "mount.exfat-fuse", "mkfs.fat", "fusefat"];

/**
 * Finds what makes and mounts file systems of memory cards for the tests, and gets it if it is missing: the system's, or (on
 * Debian and Ubuntu, where packages can be fetched) the distribution's packages, unpacked into `node_modules/.cache`. Both
 * file systems run as programs (FUSE), so that the kernel needs no module for them.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {{ path: string, libraries: string } | { missing: string }} `path` and `libraries`: folders for PATH and
 *   LD_LIBRARY_PATH; `missing`: why there are none, in a few words
 */
export function findFileSystems({ install = true, say = () => {} } = {}) {
  if (process.getuid?.() !== 0 || !existsSync("/dev/fuse")) return { missing: "only root may mount file systems" };
  const found = look();
  if (found) return found;
  if (!install || !hasPackages()) return { missing: "exfat-fuse and fusefat are not installed" };

  say("No FAT and exFAT found. Fetching the distribution's packages…");
  updatePackageLists();
  for (const name of [...packages, ...furtherLibraries]) unpackPackages([name], kept);
  return look() ?? { missing: "exfat-fuse and fusefat are not installed and could not be fetched" };
}

function look() {
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...["usr/bin", "usr/sbin", "bin", "sbin"].flatMap((folder) => [join("/", folder), join(kept, folder)]),
  ].filter(Boolean);
  const has = tools.every((tool) => folders.some((folder) => existsSync(join(folder, tool))));
  if (!has) return undefined;
  const libraries = ["lib", "usr/lib"]
    .map((folder) => librariesIn(join(kept, folder)))
    .filter(Boolean)
    .join(delimiter);
  const env = { ...process.env, LD_LIBRARY_PATH: libraries, PATH: folders.join(delimiter) };
  // Says its version, or which library it lacks.
  const runs = spawnSync("mount.exfat-fuse", ["-V"], { env, timeout: 10_000 }).status === 0;
  return runs ? { path: env.PATH, libraries } : undefined;
}
