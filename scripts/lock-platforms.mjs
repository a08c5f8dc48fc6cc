// node scripts/lock-platforms.mjs: completes package-lock.json after `npm install`.
//
// npm writes into the lock file only those optional packages (programs for one system) that it saw in the registry it
// asked. A mirror that lacks some leaves their entries out, and then `npm ci` fails elsewhere: "Missing: … from lock
// file". This adds the entries that their parents name, with the system that the name tells.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const systems = {
  aix: "aix",
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  netbsd: "netbsd",
  openbsd: "openbsd",
  sunos: "sunos",
  win32: "win32",
};
const processors = {
  amd64: "x64",
  arm: "arm",
  arm64: "arm64",
  ia32: "ia32",
  loong64: "loong64",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
  x64: "x64",
};

/**
 * Optional packages that a package of the lock file names and the lock file lacks.
 *
 * @param {{ packages: Record<string, any> }} lock
 * @returns {{ path: string, entry: object }[]}
 */
export function missingPlatforms({ packages }) {
  const missing = new Map();
  for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const words = name.split(/[/-]/);
      const os = words.map((word) => systems[word]).find(Boolean);
      const cpu = words.map((word) => processors[word]).find(Boolean);
      // Only programs for one system, which are named by exact version; npm finds others by itself.
      if ((!os && !cpu) || !/^\d/.test(version) || isLocked(packages, parent, name)) continue;
      const libc = os === "linux" ? libcOf(name) : undefined;
      missing.set(`node_modules/${name}`, {
        version,
        ...(cpu ? { cpu: [cpu] } : {}),
        ...(dev ? { dev: true } : {}),
        ...(libc ? { libc: [libc] } : {}),
        optional: true,
        ...(os ? { os: [os] } : {}),
      });
    }
  }
  return [...missing].map(([path, entry]) => ({ path, entry }));
}

/** Searches where Node would: beside the parent, then one folder up, and so on. */
function isLocked(packages, parent, name) {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    if (packages[`${folder ? `${folder}/` : ""}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

function libcOf(name) {
  if (name.includes("musl")) return "musl";
  return name.endsWith("-gnu") ? "glibc" : undefined;
}

/**
 * Locked packages whose bytes nothing would be compared with, as `name@version`.
 *
 * @param {{ packages: Record<string, any> }} lock
 * @returns {{ path: string, entry: any, spec: string }[]}
 */
export function withoutIntegrity({ packages }) {
  const unchecked = Object.entries(packages).filter(([path, { integrity, link }]) => path && !integrity && !link);
  return unchecked.map(([path, entry]) => {
    const name = entry.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    return { path, entry, spec: `${name}@${entry.version}` };
  });
}

/** What the registry that npm is set to says; undefined if it lacks that package. */
function askForIntegrity(spec) {
  const args = ["view", spec, "dist.integrity", "--json", "--loglevel=silent"];
  const { stdout } = spawnSync("npm", args, { encoding: "utf8", shell: process.platform === "win32" });
  const [found] = /sha512-[A-Za-z0-9+/]{86}==/.exec(stdout ?? "") ?? [];
  return found;
}

if (import.meta.filename === process.argv[1]) {
  const path = join(import.meta.dirname, "..", "package-lock.json");
  const lock = JSON.parse(readFileSync(path, "utf8"));
  const missing = missingPlatforms(lock);
  for (const { path: place, entry } of missing) lock.packages[place] = entry;
  const unchecked = withoutIntegrity(lock);
  for (const { path: place, entry, spec } of unchecked) {
    const integrity = askForIntegrity(spec);
    // In npm's order, which writes the file again otherwise.
    const { version, ...others } = entry;
    if (integrity) lock.packages[place] = { version, integrity, ...others };
    else console.error(`${spec} has no checksum: the registry in use does not have it. Ask another one.`);
  }
  const { "": root, ...rest } = lock.packages;
  const sorted = Object.entries(rest).sort(([a], [b]) => a.localeCompare(b, "en"));
  lock.packages = { "": root, ...Object.fromEntries(sorted) };
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  const checked = unchecked.length - withoutIntegrity(lock).length;
  console.log(
    missing.length + checked > 0 ? `Added ${missing.length}, and ${checked} checksums.` : "Nothing is missing.",
  );
}
