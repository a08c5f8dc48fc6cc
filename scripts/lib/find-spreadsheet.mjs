import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { hasPackages, librariesIn, unpackPackages, updatePackageLists } from "./unpack-packages.mjs";

const root = join(import.meta.dirname, "..", "..");
const kept = join(root, "node_modules", ".cache", "spreadsheet");
const office = join(kept, "usr/lib/libreoffice");
/** Without pictures of windows: some 90 MB with its libraries. */
const packages = ["libreoffice-calc-nogui"];

/**
 * Finds LibreOffice's spreadsheet for the tests, and gets it if it is missing: the system's, or (on Debian and Ubuntu, where
 * packages can be fetched) the distribution's packages, unpacked into `node_modules/.cache` and not installed.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {{ program: string, env: NodeJS.ProcessEnv } | { missing: string }} `missing`: why there is none
 */
export function findSpreadsheet({ install = true, say = () => {} } = {}) {
  const found = look();
  if (found) return found;
  if (!install || !hasPackages()) return { missing: "LibreOffice is not installed" };
  say("No LibreOffice found. Fetching the distribution's packages…");
  updatePackageLists();
  if (unpackPackages(withLibraries(), kept)) settleIn();
  return look() ?? { missing: "LibreOffice is not installed and could not be fetched" };
}

/** What this system has not, of what it needs. */
function withLibraries() {
  const args = ["install", "--simulate", "-q", "--no-install-recommends", ...packages];
  const { stdout } = spawnSync("apt-get", args, { encoding: "utf8", timeout: 60_000 });
  return [...(stdout ?? "").matchAll(/^Inst (\S+)/gm)].map(([, name = ""]) => name);
}

/** What the packages' own scripts would do: where it was unpacked to, and where its settings are. */
function settleIn() {
  const share = join(office, "share");
  if (!existsSync(join(share, ".registry"))) return;
  rmSync(join(share, "registry"), { force: true, recursive: true });
  symlinkSync(".registry", join(share, "registry"));
  const bootstrap = join(office, "program/fundamentalrc");
  const text = readFileSync(bootstrap, "utf8")
    .replaceAll("file:///usr/lib/libreoffice", pathToFileURL(office).href)
    .replaceAll("file:///etc/libreoffice/registry", pathToFileURL(join(share, "registry")).href);
  writeFileSync(bootstrap, text);
}

function look() {
  const places = [
    { program: "/usr/lib/libreoffice/program/soffice.bin", env: process.env },
    {
      program: join(office, "program/soffice.bin"),
      env: { ...process.env, LD_LIBRARY_PATH: librariesIn(join(kept, "usr/lib"), 2) },
    },
  ];
  return places.find(({ program, env }) => {
    return existsSync(program) && spawnSync(program, ["--version"], { env, timeout: 60_000 }).status === 0;
  });
}
